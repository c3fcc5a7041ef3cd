"""Members who left, where their guild has what is held about them erased."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "absences",
        sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "member", name=op.f("pk_absences")),
    )


def downgrade() -> None:
    """Take it away again. No guild has anything erased that the release before would not erase."""
    op.drop_table("absences")
