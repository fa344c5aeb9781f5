SELECT EXISTS (SELECT FROM greffe.api_key) AS any_key
