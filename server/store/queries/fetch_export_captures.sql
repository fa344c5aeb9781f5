FETCH FORWARD 10 FROM export_captures
