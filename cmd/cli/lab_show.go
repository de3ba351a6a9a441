package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/player"
	"netsplit/tui/scene"
)

// What the screen draws as pictures, the dialogue says as sentences.

// sights are the things that show can tell of.
func sights() []struct {
	name, doc string
	tell      func(*labDialogue, string)
} {
	return []struct {
		name, doc string
		tell      func(*labDialogue, string)
	}{
		{"design", "which component sends to which, and how many members each has", (*labDialogue).showDesign},
		{"messages", "the messages in flight, with their numbers: deliver, drop and delay take one", (*labDialogue).showMessages},
		{"lost", "the latest messages that were lost, and why", (*labDialogue).showLost},
		{"message", "one message by its number: what it says and what became of it", (*labDialogue).showMessage},
		{"ring", "where a key lies: its owners, clockwise", (*labDialogue).showRing},
		{"raft", "who leads, how long each member's log is, and the latest votes", (*labDialogue).showRaft},
		{"history", "the latest operations, all or on one key", (*labDialogue).showHistory},
		{"latency", "how the latencies of each client are spread", (*labDialogue).showLatency},
	}
}

func (d *labDialogue) show(rest string) {
	word, rest, _ := strings.Cut(rest, " ")
	var names []string
	for _, s := range sights() {
		if s.name == word {
			s.tell(d, strings.TrimSpace(rest))
			return
		}
		names = append(names, s.name)
	}
	if near, ok := scenario.Nearest(word, names); ok && word != "" {
		d.mistake(fmt.Errorf("show has no %q (did you mean %q?)", word, near))
		return
	}
	if word != "" {
		d.mistake(fmt.Errorf("show has no %q; it has: %s", word, strings.Join(names, ", ")))
		return
	}
	for _, s := range sights() {
		d.say("show %s: %s", s.name, s.doc)
	}
}

func (d *labDialogue) showDesign(string) {
	s := d.cluster.Snapshot()
	for _, c := range s.Components {
		text := fmt.Sprintf("%s, a %s", c.Name, c.Kind)
		if n := len(c.Members); n > 1 {
			text += fmt.Sprintf(" of %d", n)
		}
		if len(c.To) > 0 {
			text += ", sends to " + strings.Join(c.To, " and ")
		}
		d.say("%s.", text)
		if groups := scene.Groups(&s, c.Name); len(groups) > 1 {
			var sides []string
			for _, g := range groups {
				sides = append(sides, strings.Join(g.Members, " "))
			}
			d.say("  Nothing passes between %s.", strings.Join(sides, " and "))
		}
	}
}

func (d *labDialogue) showMessages(string) {
	list := d.cluster.Snapshot().Messages
	if len(list) == 0 {
		d.say("No message is in flight.")
		return
	}
	d.say("%d in flight, the next to arrive first:", len(list))
	for _, m := range list[:min(len(list), mostLines)] {
		d.say("  %d: %s to %s, %s, due in %s", m.ID, m.From, m.To, m.Text, scene.Duration(m.Arrives.Sub(d.cluster.Now())))
	}
	if n := len(list) - mostLines; n > 0 {
		d.say("  and %d more", n)
	}
}

func (d *labDialogue) showLost(string) {
	now := d.cluster.Now()
	var lost []engine.Flight
	for _, f := range d.cluster.Past(max(0, now.Add(-10*time.Second)), now).Flights {
		if f.State == engine.Lost {
			lost = append(lost, f)
		}
	}
	if len(lost) == 0 {
		d.say("No message was lost in the last 10 s.")
		return
	}
	d.say("%d were lost in the last 10 s, the latest last:", len(lost))
	for _, f := range lost[max(0, len(lost)-mostLines):] {
		full, ok := d.cluster.Message(f.ID)
		if !ok {
			full = f
		}
		d.say("  %s  %s", full.Ended, scene.FlightLine(full))
	}
}

func (d *labDialogue) showMessage(what string) {
	id, err := strconv.ParseUint(what, 10, 63)
	if err != nil {
		d.mistake(errors.New("show message wants a number; show messages lists those in flight"))
		return
	}
	d.say("%s", strings.TrimRight(d.cluster.WhyMessage(id).String(), "\n"))
}

func (d *labDialogue) showRing(key string) {
	s := d.cluster.Snapshot()
	if len(s.Rings) == 0 {
		d.say("This design has no ring.")
		return
	}
	for _, r := range s.Rings {
		d.say("%s: %d nodes with %d places on the ring.", r.Component, len(r.Nodes), len(r.Tokens))
		found := false
		for _, k := range r.Keys[:min(len(r.Keys), 100)] {
			if key != "" && k.Key != key {
				continue
			}
			found = true
			d.say("  %s lies at %.1f%% of the circle; clockwise from there it belongs to %s.", k.Key, k.Position*100, strings.Join(k.Owners, ", then "))
			if key == "" && k.Key == r.Keys[min(len(r.Keys), mostLines)-1].Key {
				break
			}
		}
		if key != "" && !found {
			d.say("  It holds no key %q.", key)
		}
	}
}

func (d *labDialogue) showRaft(string) {
	s := d.cluster.Snapshot()
	if len(s.Rafts) == 0 {
		d.say("No store of this design elects a leader.")
		return
	}
	for _, r := range s.Rafts {
		leader := "nobody leads"
		if r.Leader != "" {
			leader = r.Leader + " leads"
		}
		d.say("%s: term %d, %s.", r.Component, r.Term, leader)
		for _, m := range r.Members {
			d.say("  %s is %s in term %d: its log ends at entry %d, committed %d, applied %d.", m.Node, m.Role, m.Term, m.Last, m.Committed, m.Applied)
		}
		for _, b := range r.Ballots[max(0, len(r.Ballots)-mostLines):] {
			d.say("  %s  %s", b.Time, scene.BallotText(b))
		}
	}
}

func (d *labDialogue) showHistory(key string) {
	n := 0
	list := d.cluster.Snapshot().Operations
	if key != "" {
		list = slices.DeleteFunc(list, func(o engine.Operation) bool { return o.Key != key })
	}
	for _, o := range list[max(0, len(list)-mostLines):] {
		end := "still in progress"
		if o.Outcome != engine.Pending {
			end = fmt.Sprintf("%s at %s", o.Outcome, o.End)
			if o.Code != "" {
				end += " (" + o.Code + ")"
			}
			if o.Kind == "get" && o.Found {
				end += ", read " + o.Value
			}
			if o.Stale {
				end += ", which is old"
			}
		}
		d.say("  %d  %s %s: %s, %s", o.ID, o.Start, o.Client, o.Name, end)
		n++
	}
	if n == 0 {
		d.say("There are no operations to tell of.")
	}
	if v := d.cluster.Snapshot().Verdict; v.Name != "" && !v.OK {
		d.say("The check %s at %s: %s", v.Name, v.Time, v.Explanation)
	}
}

func (d *labDialogue) showLatency(string) {
	for _, l := range d.cluster.Latencies() {
		if len(l.Cells) == 0 {
			d.say("%s: no answer yet.", l.Component)
			continue
		}
		d.say("%s: half within %s, 99%% within %s, the slowest %s.", l.Component, scene.Duration(l.P50), scene.Duration(l.P99), scene.Duration(l.Max))
	}
}

// forkRun begins a fork, ends it, or does a step in it alone.
func (d *labDialogue) forkRun(rest string) {
	switch rest {
	case "":
		d.fork = d.cluster.Fork()
		d.say("Forked at %s. What you do now happens in this run alone; fork STEP does a step in the fork; compare tells what differs; fork end ends it.", d.cluster.Now())
		return
	case "end":
		d.fork = nil
		d.say("The fork is gone.")
		return
	}
	if d.fork == nil {
		d.mistake(errors.New("there is no fork: type fork alone to begin one"))
		return
	}
	step, err := scenario.ParseStep(rest)
	if err == nil {
		d.pace()
		_, err = d.fork.Do(step)
	}
	if err != nil {
		d.mistake(err)
		return
	}
	if at := d.fork.Now(); at > d.cluster.Now() { // it waited: so does this run
		d.cluster.Advance(at.Sub(d.cluster.Now()))
	}
	d.say("Done in the fork: %s.", step.Command)
}

// pace brings the fork to the time of the run.
func (d *labDialogue) pace() {
	if d.fork == nil {
		return
	}
	if err := d.fork.Seek(d.cluster.Now()); err != nil {
		d.fork = nil
	}
}

// compare tells what differs between the run and its fork.
func (d *labDialogue) compare() {
	if d.fork == nil {
		d.mistake(errors.New("there is no fork to compare with: type fork first"))
		return
	}
	d.pace()
	here, there := d.cluster.Snapshot(), d.fork.Snapshot()
	list := scene.Differences(&here, &there)
	if len(list) == 0 {
		d.say("Both runs are the same at %s.", d.cluster.Now())
		return
	}
	if p := engine.Compare(d.cluster, d.fork).Parted; p != nil {
		d.say("They parted at %.3f s: here %s, in the fork %s.", p.TimeSeconds, p.A, p.B)
	}
	d.say("%d things differ at %s:", len(list), d.cluster.Now())
	for _, x := range list[:min(len(list), mostLines)] {
		d.say("  %s: here %s, in the fork %s", x.What, x.Here, x.There)
	}
	if n := len(list) - mostLines; n > 0 {
		d.say("  and %d more", n)
	}
}

// undo takes one event back.
func (d *labDialogue) undo() {
	if err := d.cluster.StepBack(); err != nil {
		d.mistake(err)
		return
	}
	d.skip()
	d.save(player.Event{At: d.cluster.Now(), Undone: d.takenBack(len(d.cluster.Recording()))})
	d.say("It is %s again, one event earlier. Steps that were taken since are undone.", d.cluster.Now())
}

// event runs exactly one event.
func (d *labDialogue) event() {
	next, from := d.cluster.Snapshot().Messages, d.cluster.Now()
	if !d.cluster.StepEvent() {
		d.say("Nothing is left to happen.")
		return
	}
	now := d.cluster.Now()
	if len(next) > 0 && next[0].Arrives == now {
		m := next[0]
		d.say("%s, %s later: %s got from %s: %s", now, scene.Duration(now.Sub(from)), m.To, m.From, m.Text)
	} else {
		d.say("%s, %s later: a timer fired", now, scene.Duration(now.Sub(from)))
	}
	d.tell()
}
