package tui

import (
	"testing"

	"netsplit/store"
)

// A session's row leads to where it goes on.
func TestSessionPlace(t *testing.T) {
	titles := map[string]string{"quorums": "Quorums"}
	for _, c := range []struct{ kind, subject, page, target, state string }{
		{"drill", "url-shortener", "drill", "url-shortener", ""},
		{"review", "high-availability", "review", "high-availability", ""},
		{"lab", "quorum-wrong-two", "lab", "quorum-wrong-two", ""},
		{"lab", "quorums#split", "lesson", "quorums", ""},
		{"lab", "/notes/a#1/003.md#try", "lesson", "/notes/a#1", `{"path":"/notes/a#1/003.md"}`},
		{"lab", "/designs/shop#2.yaml", "lab", "/designs/shop#2.yaml", ""},
		{"lab", "shop#2.yaml", "lab", "shop#2.yaml", ""},
	} {
		got := sessionPlace(store.Session{Kind: c.kind, Subject: c.subject}, titles)
		if got.Page != c.page || got.Target != c.target || string(got.State) != c.state {
			t.Errorf("%s %s goes on at %+v", c.kind, c.subject, got)
		}
	}
}
