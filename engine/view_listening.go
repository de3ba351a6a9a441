package engine

import (
	"fmt"
	"time"

	"netsplit/engine/metric"
	"netsplit/engine/service"
)

// Listening is a client whose people listen for updates.
type Listening struct {
	Component          string
	Way                string // poll, long-poll, websocket, event-stream
	People, Open       int    // connections, of those who keep one
	Updates            int    // that arrived
	Missed, Behind     int
	Empty              int // polls that brought nothing
	Broken             int
	Messages, Bytes    int // sent and received
	DelayP50, DelayP99 time.Duration
}

// Feed is a service that tells others what is new.
type Feed struct {
	Component   string
	Updates     int // so far
	Connections int // held and open, at all instances
	Memory      int // bytes, of all instances
	Room        int // bytes of one instance; 0: no bound
	Instances   []FeedInstance
}

// FeedInstance is one of its instances.
type FeedInstance struct {
	Node                      string
	Connections, Memory, Kept int
}

// Sentence says how those who listen fare.
func (l Listening) Sentence() string {
	text := fmt.Sprintf("%d listen by %s, %d updates arrived, half of them within %s, %d missed", l.People, l.Way, l.Updates, metric.FormatDuration(l.DelayP50), l.Missed)
	if l.Way == "websocket" || l.Way == "event-stream" {
		return fmt.Sprintf("%s; %d connections open, %d broken so far", text, l.Open, l.Broken)
	}
	return fmt.Sprintf("%s; %d answers were empty", text, l.Empty)
}

// Sentence says what a feed holds.
func (f Feed) Sentence() string {
	return fmt.Sprintf("%d updates so far; %d requests held or connections open, in %s", f.Updates, f.Connections, metric.Format(float64(f.Memory), metric.UnitBytes))
}

// viewListening shows a client whose people listen.
func (p *clientPart) viewListening(w *world, s *Snapshot) {
	if h := p.heard; h != nil {
		s.Listenings = append(s.Listenings, Listening{Component: p.spec.Name, Way: string(p.config.Updates), People: p.config.Clients, Open: h.Open,
			Updates: h.Updates, Missed: h.Missed(), Behind: h.Behind(p.newest(w)), Empty: h.Empty, Broken: h.Broken,
			Messages: p.stats.MessagesIn + p.stats.MessagesOut, Bytes: p.stats.BytesIn + p.stats.BytesOut,
			DelayP50: h.Delay.Quantile(.5), DelayP99: h.Delay.Quantile(.99)})
	}
}

// viewFeed shows a service with a feed.
func (p *servicePart) viewFeed(w *world, s *Snapshot) {
	if p.config.Feed == nil {
		return
	}
	f := Feed{Component: p.spec.Name, Updates: int(p.config.Feed.Numbers.Last()), Room: p.config.Feed.Memory}
	for _, id := range p.ids {
		i := FeedInstance{Node: w.sim.Name(id)}
		if n, ok := w.sim.Node(id).(*service.Node); ok {
			i.Connections, i.Memory, i.Kept = n.Listeners(), n.Memory(), n.Kept()
		}
		f.Connections += i.Connections
		f.Memory += i.Memory
		f.Instances = append(f.Instances, i)
	}
	s.Feeds = append(s.Feeds, f)
}
