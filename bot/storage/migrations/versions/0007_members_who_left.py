"""Members who left, where their guild has what is held about them erased; and why exports named people.

What moderators wrote as the reason stood in the manifest, in JSON. In a column of its own it is encrypted
where there are keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EXPORTS = sa.table(
    "exports", sa.column("key", sa.BigInteger), sa.column("manifest", sa.JSON), sa.column("reason", sa.Text)
)


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "absences",
        sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "member", name=op.f("pk_absences")),
    )
    op.add_column("exports", sa.Column("reason", sa.Text(), nullable=True))
    connection = op.get_bind()
    for key, manifest, _ in connection.execute(sa.select(EXPORTS)).all():
        asked = (manifest or {}).get("asked") or {}
        if reason := asked.pop("reason", None):
            changed = sa.update(EXPORTS).where(EXPORTS.c.key == key)
            connection.execute(changed.values(manifest=manifest, reason=reason))


def downgrade() -> None:
    """Take them away again. No guild has anything erased that the release before would not erase."""
    connection = op.get_bind()
    for key, manifest, reason in connection.execute(sa.select(EXPORTS)).all():
        if reason is not None:
            manifest.setdefault("asked", {})["reason"] = reason
            connection.execute(sa.update(EXPORTS).where(EXPORTS.c.key == key).values(manifest=manifest))
    op.drop_column("exports", "reason")
    op.drop_table("absences")
