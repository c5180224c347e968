announcerSearch("index",0,{"first":["0"],"marks":["208ba7b4"],"talks":7,"share":32})
