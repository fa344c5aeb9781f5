SELECT article_id FROM greffe.article WHERE site_id = $1::uuid AND external_id = $2
