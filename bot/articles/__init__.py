"""Understanding articles: a text, a Markdown file or a pack becomes facts and questions. Pure."""
