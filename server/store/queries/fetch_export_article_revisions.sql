FETCH FORWARD 10 FROM export_article_revisions
