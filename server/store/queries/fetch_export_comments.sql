FETCH FORWARD 100 FROM export_comments
