"""The list of articles."""

from desktop.views.articles.list import ArticleList

__all__ = ["ArticleList"]
