-- min_binary: 1
-- What a comment's transaction knows already is not asked again for each row.

-- The article of a comment: the transaction that inserts it, or moves it, holds the lock of the article's thread, whose row refers
-- to the article, and no article is ever deleted. The check locked the article's row for every comment: a write more, and WAL.
ALTER TABLE greffe.comment DROP CONSTRAINT comment_site_id_article_id_fkey;
