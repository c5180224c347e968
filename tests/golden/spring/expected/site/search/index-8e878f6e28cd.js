announcerSearch("index",0,{"first":["1"],"talks":7,"share":32})
