package engine

import (
	"strings"
	"testing"
)

// TestFateOfARecord: why, asked about a record of a stream, tells for each group
// who had it, where, and why it was read again or never.
func TestFateOfARecord(t *testing.T) {
	const design = `
scenario: fate
network: {latency: 1ms}
components:
  clicks: {kind: stream, partitions: 1, session-timeout: 1s, rebalance-delay: 200ms, retention: 5s}
  alone:  {kind: stream}
  crew:   {kind: worker, instances: 2, time: "constant(500ms)", from: clicks, tries: 2}
  copier: {kind: worker, time: "constant(10ms)", from: clicks, deduplicate: true}
  early:  {kind: stream, partitions: 1, session-timeout: 1s, rebalance-delay: 200ms}
  hasty:  {kind: worker, from: early, acknowledge: before, time: 500ms}
`
	for name, test := range map[string]struct {
		steps []string
		want  string
	}{
		"done":        {[]string{"wait 1s", "append clicks a", "wait 1s"}, "It is at offset 0 of partition 0 of clicks.;crew-1 had done it.;copier-1 had done it."},
		"nobody":      {[]string{"append alone a", "wait 1s"}, "Nobody reads alone."},
		"next":        {[]string{"wait 1s", "append clicks a", "wait 100ms"}, "crew has it next: offset 0 of that partition is where it goes on."},
		"to come":     {[]string{"crash crew-1", "crash crew-2", "append clicks x", "append clicks a", "wait 100ms"}, "crew has it next"},
		"rebalance":   {[]string{"wait 1s", "append clicks a", "wait 100ms", "pause crew-1 for 3s", "wait 10s"}, "crew read on from offset 0 of partition 0, because clicks has not heard of crew-1 for 1.2;times."},
		"replay":      {[]string{"wait 1s", "append clicks a", "wait 1s", "replay crew from 0", "wait 3s"}, "because a replay set group crew of clicks to other offsets;crew-1 had done it as well: its effect happened 2 times."},
		"passed over": {[]string{"wait 1s", "append clicks poison", "wait 5s"}, "crew-1 gave it up after 2 tries"},
		"expired":     {[]string{"crash crew-1", "crash crew-2", "append clicks a", "append clicks x", "wait 10s"}, "It expired before crew had come to it"},
		"no disk":     {[]string{"crash crew-1", "crash crew-2", "append clicks a", "wait 20ms", "wipe clicks", "restart clicks", "wait 1s"}, "clicks lost its disk, and all records with it, before crew had done it.;Step: wipe clicks"},
		"no answer":   {[]string{"wait 1s", "cut clicks -> you", "append clicks a", "wait 7s"}, "It was accepted all the same, and nobody heard of it.;crew-1 had done it."},
		"deduplicate": {[]string{"wait 1s", "append clicks a", "wait 1s", "replay copier from 0", "wait 2s"}, "copier-1 had done it.!copier-1 had done it as well"},
		"no second":   {[]string{"wait 1s", "append early a", "wait 100ms", "crash hasty", "wait 1s"}, "has no second try"},
		"went past":   {[]string{"crash crew-1", "crash crew-2", "append clicks a", "append clicks b", "wait 50ms", "replay crew from 1"}, "A replay set crew to offset 1 of that partition: it was passed over."},
	} {
		c := start(t, design, 1)
		for _, s := range test.steps {
			try(t, c, s)
		}
		tells(t, name, c, test.want)
	}
}

// tells checks that why of the first operation has some sentences, and has none
// that stands after an exclamation mark.
func tells(t *testing.T, name string, c *Cluster, want string) {
	t.Helper()
	why := c.Why(1).String()
	want, not, _ := strings.Cut(want, "!")
	for _, part := range strings.Split(want, ";") {
		if !strings.Contains(why, part) {
			t.Errorf("%s: want %q in\n%s", name, part, why)
		}
	}
	if not != "" && strings.Contains(why, not) {
		t.Errorf("%s: %q in\n%s", name, not, why)
	}
}

// TestFateOfAMessage: why, asked about a message of a topic, tells of each
// subscriber whether it had it, and if not, why.
func TestFateOfAMessage(t *testing.T) {
	const design = `
scenario: fate
network: {latency: 1ms}
components:
  news:  {kind: topic, to: [jobs], filter: {mail: "order-*"}, buffer: 1, tries: 2}
  gone:  {kind: topic, buffer: 1, when-full: disconnect}
  empty: {kind: topic}
  jobs:  {kind: queue}
  crew:  {kind: worker, time: "constant(50ms)", from: news}
  mail:  {kind: worker, time: "constant(50ms)", from: news}
  slow:  {kind: worker, time: "constant(1s)", from: gone}
`
	for name, test := range map[string]struct {
		steps []string
		want  string
	}{
		"had":      {[]string{"publish news a", "wait 1s"}, "jobs had it.;crew-1 had it.;Not for mail: the filter names other keys."},
		"nobody":   {[]string{"publish empty a", "wait 1s"}, "Nobody subscribes to empty."},
		"on way":   {[]string{"publish news a", "wait 10ms"}, "It is still on its way to crew, as one of 1 message."},
		"given up": {[]string{"publish news poison", "wait 5s"}, "news gives poison for crew up after 2 tries."},
		"memory":   {[]string{"crash crew", "publish news a", "wait 10ms", "crash news", "restart news", "wait 5s"}, "news keeps its messages in memory, and lost this one before crew had it.;Step: crash news"},
		"cut":      {[]string{"pause slow for 3s", "publish gone x", "publish gone a", "publish gone b", "wait 5s"}, "slow-1 had it."},
	} {
		c := start(t, design, 1)
		for _, s := range test.steps {
			try(t, c, s)
		}
		tells(t, name, c, test.want)
	}
}
