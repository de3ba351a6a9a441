package dialogue

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/content/drill"
	"netsplit/tui/record"
)

// DrillOptions of a drill.
type DrillOptions struct {
	Now     func() time.Time
	Untimed bool // leave the clock out
}

// Drill leads through a drill until it is finished or left, and writes the
// report at its end.
func (t *Talk) Drill(d *record.Drill, o DrillOptions) error {
	talk := drillTalk{Talk: t, d: d, o: o}
	talk.begin()
	for !talk.d.Finished() {
		talk.prompt()
		line, ok := t.ask()
		if !ok || leaves(line) {
			talk.say("Left. It goes on here next time.")
			return t.end()
		}
		if err := talk.line(line); err != nil {
			return err
		}
	}
	t.gap()
	t.write(talk.d.Report(talk.d.Began))
	return t.end()
}

type drillTalk struct {
	*Talk
	d     *record.Drill
	o     DrillOptions
	base  time.Duration // spent before this dialogue
	since time.Time
	told  int // entries of the transcript that were written
	asked string
}

func (t *drillTalk) begin() {
	t.base, t.since, t.told = t.d.Elapsed(), t.o.Now(), 0
	if t.d.Notice != "" {
		t.say("%s", t.d.Notice)
	}
	t.say("Drill: %s. Type help for what you can type, quit to leave.", t.d.Problem.Title)
	if t.d.Resumed {
		t.say("It goes on where you left it. Type anew to start again, or log to read what was said.")
		t.told = max(0, len(t.d.Transcript)-2)
	}
	t.tell()
}

// elapsed is the time spent in the drill. Without a clock it stands still.
func (t *drillTalk) elapsed() time.Duration {
	if t.o.Untimed {
		return t.base
	}
	return t.base + t.o.Now().Sub(t.since)
}

// tell writes what was said since the last time. The candidate's own lines
// are on the screen already.
func (t *drillTalk) tell() {
	for _, e := range t.d.Transcript[t.told:] {
		if e.Speaker == drill.Candidate || e.Speaker == drill.Clock && t.o.Untimed {
			continue
		}
		t.gap()
		t.say("%s: %s", e.Speaker, e.Text)
	}
	t.told = len(t.d.Transcript)
}

// prompt says what can be done, when that has changed.
func (t *drillTalk) prompt() {
	p := t.d.Prompt()
	if p.Task == t.asked {
		return
	}
	t.asked = p.Task
	t.gap()
	for i, option := range p.Options {
		t.say("%d  %s", i+1, option)
	}
	t.say("%s", p.Hint)
}

// line carries one line out.
func (t *drillTalk) line(line string) error {
	switch strings.ToLower(line) {
	case "help", "?":
		t.say("%s", t.d.Prompt().Hint)
		t.say("Always: time, log (everything that was said), report, anew (start again), quit.")
		return nil
	case "time":
		t.time()
		return nil
	case "log":
		t.told = 0
		t.log()
		return nil
	case "report":
		t.write(t.d.Report(t.d.Began))
		return nil
	case "anew":
		d, err := t.d.Anew(uint64(t.o.Now().UnixNano()))
		if err != nil {
			return err
		}
		t.d, t.asked = d, ""
		t.begin()
		return nil
	}
	e, err := t.d.Read(line, t.elapsed())
	if errors.Is(err, drill.ErrRun) {
		if e, err = t.run(); err != nil {
			t.say("error: %v. Type skip to go on without.", err)
			return nil
		}
	}
	if err != nil {
		t.say("%s", sentence(err))
		return nil
	}
	save, err := t.d.Do(e)
	if err != nil {
		t.say("%s", sentence(err))
		return nil
	}
	if err := save(); err != nil {
		return fmt.Errorf("the answer could not be saved: %w", err)
	}
	t.tell()
	return nil
}

func (t *drillTalk) run() (drill.Event, error) {
	request, _ := t.d.WantsRun()
	run, err := record.Run(request, t.d.Seed)
	if err != nil {
		return drill.Event{}, err
	}
	return t.d.Ran(run, t.elapsed()), nil
}

func (t *drillTalk) time() {
	c := t.d.Clock(t.elapsed())
	if t.o.Untimed {
		t.say("This drill runs without a clock.")
		return
	}
	t.say("%s: %s of %s. In all %s of %s.", c.Step, minutes(c.Spent), minutes(c.Planned), minutes(c.Total), minutes(c.Of))
}

func (t *drillTalk) log() {
	for _, e := range t.d.Transcript {
		t.say("%s: %s", e.Speaker, e.Text)
	}
	t.told = len(t.d.Transcript)
}

func minutes(d time.Duration) string {
	return noun.Count(int(d.Round(time.Minute)/time.Minute), "minute")
}

// sentence is an error as one: capital letter, full stop.
func sentence(err error) string {
	text := err.Error()
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
