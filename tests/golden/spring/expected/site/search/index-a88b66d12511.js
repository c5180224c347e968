announcerSearch("index",0,{"first":["0"],"talks":7,"share":32})
