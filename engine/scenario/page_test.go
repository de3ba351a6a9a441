package scenario

import (
	"reflect"
	"strings"
	"testing"
)

// Goal: a page is read as its rounds of calls, and what is none is refused with
// the form that is right.
func TestReadPage(t *testing.T) {
	for text, want := range map[string]Page{
		"none":                              nil,
		"/":                                 {{{"/", 1}}},
		"/user > /posts /friends*2 >/a/b*9": {{{"/user", 1}}, {{"/posts", 1}, {"/friends", 2}}, {{"/a/b", 9}}},
		"/a, /b":                            {{{"/a", 1}, {"/b", 1}}},
	} {
		got, err := readPage(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"":                               "is not a page",
		"/a > ":                          "is not a page",
		"/a > > /b":                      "is not a page",
		"/a*0":                           "is not a page",
		"/a*x":                           "is not a page",
		"a":                              "is not a path",
		"/a*1001":                        "too large",
		"/a*999999999 /b*999999999":      "too large",
		"/a" + strings.Repeat(">/a", 40): "rounds are too many",
	} {
		if _, err := readPage(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// Goal: the sizes of answers are read with the longest path first, which wins.
func TestReadAnswers(t *testing.T) {
	got, err := readAnswers("/a=1KB /a/b=2B")
	if want := []Answer{{"/a/b", 2}, {"/a", 1000}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for text, want := range map[string]string{"": "not the sizes", "/a": "not the sizes", "/a=1b": "counts bits", "/a=1KB /a=2KB": "twice", "x=1KB": "is not a path", "/a=5GB": "too large"} {
		if _, err := readAnswers(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// Goal: parameters of a client that listens or loads pages, and that would mean
// nothing, are refused.
func TestListeningAndPagesRefuseWhatMeansNothing(t *testing.T) {
	for line, want := range map[string]string{
		"{kind: client, to: web, updates: websocket}":                                          "nobody listens",
		"{kind: client, to: web, updates: poll, clients: 5, reads: 50%}":                       "reads has no effect",
		"{kind: client, to: web, updates: poll, clients: 5, ping: 5s}":                         "ping has no effect",
		"{kind: client, to: web, every: 5s}":                                                   "every has no effect",
		"{kind: client, to: web, updates: websocket, clients: 5, transport: udp}":              "can't stay open over udp",
		"{kind: client, to: plain, updates: poll, clients: 5}":                                 "plain has nothing to tell",
		"{kind: client, to: door, updates: poll, clients: 5}":                                  "plain has nothing to tell",
		"{kind: client, to: store, updates: poll, clients: 5}":                                 "has no updates",
		"{kind: client, to: jobs, page: /a}":                                                   "can't be read",
		"{kind: client, to: web, page: /a, path: /b}":                                          "path has no effect",
		"{kind: client, to: web, page: /a}\n  more: {kind: service, memory: 1MB}":              "nobody can listen to more",
		"{kind: client, to: web, updates: long-poll, clients: 5, hold: 5s, backoff: 1s}":       "",
		"{kind: client, to: web, updates: event-stream, clients: 5, ping: 5s, transport: tls}": "",
	} {
		_, err := Parse("t", []byte("scenario: t\ncomponents:\n  a: "+line+"\n  web: {kind: service, feed: 5}\n  plain: {kind: service}\n  door: {kind: balancer, to: plain}\n  store: {kind: kv}\n  jobs: {kind: queue}\n"))
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", line, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
