package scene

import (
	"strings"
	"testing"
	"time"

	"netsplit/engine"
)

func fixtureListeners(s *engine.Snapshot) {
	s.Listenings = []engine.Listening{
		{Component: "pollers", Way: "poll", People: 200, Updates: 4600, Empty: 8358, Messages: 23370, Bytes: 2_500_000, DelayP50: 1110 * time.Millisecond, DelayP99: 2 * time.Second},
		{Component: "sockets", Way: "websocket", People: 200, Open: 150, Broken: 57, Updates: 4400, Missed: 12, Behind: 3, Messages: 5200, Bytes: 99_800, DelayP50: 55 * time.Millisecond, DelayP99: 90 * time.Millisecond},
	}
	s.Feeds = []engine.Feed{{Component: "web", Updates: 23, Connections: 150, Memory: 3_000_000, Room: 3_100_000,
		Instances: []engine.FeedInstance{{Node: "web-1", Connections: 150, Memory: 3_000_000, Kept: 23}, {Node: "store-4"}}}}
}

// Goal: who lacks a connection, who missed something, and a server whose memory
// is full are told in words, at any size.
func TestListenersSayWhatIsWrong(t *testing.T) {
	v := fixtureView()
	fixtureListeners(v.Snapshot)
	text := Listeners(v, 78, 14).String(nil)
	for _, want := range []string{"200 listen by poll", "8,358 answers with nothing", "p50 1.11 s", "150 of 200 connections open, 57 broken so far", "12 updates missed", "3 on the way",
		"99.8 kB", "150 connections in 3.0 MB", "crashed"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if got, want := rowsOfListeners(v.Snapshot), strings.Count(strings.TrimRight(text, "\n "), "\n")+1; got != want {
		t.Errorf("it needs %d rows, and says %d:\n%s", want, got, text)
	}
	if !strings.Contains(Listeners(v, 30, 3).String(nil), "pollers") {
		t.Error("a small one does not even say who")
	}
}
