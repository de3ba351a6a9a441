package unit

import "strings"

// isThing says whether a word names what is counted and not how much of it:
// requests, users, hits. Upper and lower case are alike, and one or many. The
// words are listed rather than all let through, since "10 millon" would
// otherwise be ten.
func isThing(word string) bool {
	w := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(word), "."))
	switch w {
	case "queries", "query", "entries", "entry", "replies", "reply", "deliveries", "delivery", "copies", "copy",
		"people", "persons", "person", "children", "req", "reqs", "msg", "msgs", "tx", "txn", "txns", "ops", "op", "io", "ios",
		"searches", "matches", "fetches", "batches", "purchases", "accesses", "transcodes", "retries", "inquiries", "ids", "id":
		return true
	}
	switch strings.TrimSuffix(w, "s") {
	case "request", "write", "read", "user", "item", "message", "call", "time", "hit", "view", "visit", "visitor",
		"event", "order", "job", "task", "post", "tweet", "like", "comment", "photo", "image", "video", "upload", "download",
		"update", "insert", "delete", "put", "get", "key", "record", "row", "document", "object", "file", "email", "mail",
		"transaction", "operation", "connection", "session", "packet", "page", "pageview", "click", "link", "url", "lookup",
		"redirect", "payment", "booking", "ride", "trip", "driver", "rider", "customer", "member", "follower", "friend",
		"server", "node", "instance", "machine", "host", "replica", "shard", "disk", "core", "thread", "worker", "slot",
		"element", "character", "sign", "letter", "bidder", "bid", "vote", "notification", "metric", "sample", "log", "line",
		"stream", "song", "play", "device", "sensor", "reading", "ping", "check", "publish", "subscriber", "feed", "account":
		return true
	}
	return false
}

// thingless is a count without the word for what is counted: "3 requests" is 3,
// "2M users" 2M.
func thingless(text string) string {
	text = strings.TrimSpace(text)
	cut := len(text)
	for cut > 0 && isLetter(text[cut-1]) {
		cut--
	}
	if cut > 0 && isThing(text[cut:]) {
		return strings.TrimSpace(text[:cut])
	}
	return text
}
