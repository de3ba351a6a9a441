package dialogue

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"netsplit/content/checklist"
	"netsplit/tui/record"
)

// Review walks a checklist until it is finished or left. The result so far is
// r.Result; after anew, that of the returned review.
func (t *Talk) Review(r *record.Review, now func() time.Time) (*record.Review, error) {
	talk := reviewTalk{Talk: t, r: r, now: now}
	talk.begin()
	for !talk.r.Closed() {
		talk.prompt()
		line, ok := t.ask()
		if !ok || leaves(line) {
			talk.findings()
			talk.say("Left. It goes on here next time.")
			return talk.r, t.end()
		}
		if err := talk.line(line); err != nil {
			return talk.r, err
		}
	}
	talk.findings()
	return talk.r, t.end()
}

type reviewTalk struct {
	*Talk
	r     *record.Review
	now   func() time.Time
	shown string // the item that was asked last
}

func (t *reviewTalk) begin() {
	if t.r.Notice != "" {
		t.say("%s", t.r.Notice)
	}
	t.say("Review: %s. %s", t.r.List.Title, t.r.List.About)
	if t.r.Resumed {
		t.say("It goes on where you left it; %d of %d items have an answer. Type anew to start again.", t.r.Answered(), len(t.r.List.Items))
	}
	t.say("%s", checklist.Hint)
}

// prompt asks the open item, when it has changed.
func (t *reviewTalk) prompt() {
	item, ok := t.r.Item()
	if !ok {
		if t.shown != "end" {
			t.gap()
			t.say("Every item has an answer. Type finish, or the number of an item to change.")
		}
		t.shown = "end"
		return
	}
	if item.ID == t.shown {
		return
	}
	t.shown = item.ID
	t.gap()
	t.say("%d of %d, %s. %s", t.r.At+1, len(t.r.List.Items), item.Part, item.Question)
	if a := t.r.Answer(item.ID); a.Value != checklist.Open {
		t.say("You said: %s. %s", a.Value, a.Note)
	}
}

func (t *reviewTalk) line(line string) error {
	switch strings.ToLower(line) {
	case "help":
		t.say("%s", checklist.Hint)
		t.say("Always: findings, report, anew (start again), quit.")
		return nil
	case "findings":
		t.findings()
		return nil
	case "report":
		t.write(t.r.Result().Markdown(t.now()))
		return nil
	case "anew":
		r, err := t.r.Anew()
		if err != nil {
			return err
		}
		t.r, t.shown = r, ""
		t.begin()
		return nil
	}
	e, err := t.r.Read(line)
	item, _ := t.r.Item()
	switch {
	case errors.Is(err, checklist.ErrWhy):
		t.say("%s", item.Why)
		return nil
	case errors.Is(err, checklist.ErrCheck):
		t.say("%s", item.Check)
		return nil
	case err != nil:
		t.say("%s", sentence(err))
		return nil
	}
	save, err := t.r.Do(e)
	if err != nil {
		t.say("%s", sentence(err))
		return nil
	}
	if err := save(); err != nil {
		return fmt.Errorf("the answer could not be saved: %w", err)
	}
	t.answered(item, e)
	return nil
}

// answered says what a no or an unknown means, at once.
func (t *reviewTalk) answered(item checklist.Item, e checklist.Event) {
	switch {
	case e.Type == checklist.Noted:
		t.say("Noted.")
	case e.Type != checklist.Answered:
	case e.Answer == checklist.No:
		t.say("A finding, %s. %s Cure: %s", item.Severity, item.Why, item.Cure)
	case e.Answer == checklist.Unknown:
		t.say("Find out: %s", item.Check)
	}
	if e.Type == checklist.Went {
		t.shown = ""
	}
}

// findings lists what was found so far, worst first.
func (t *reviewTalk) findings() {
	result := t.r.Result()
	t.gap()
	t.say("%s.", result)
	open := 0
	for _, f := range result.Findings {
		if f.Answer == checklist.Open {
			open++
			continue
		}
		line := fmt.Sprintf("- %s, %s: %s", strings.ToUpper(string(f.Severity)), f.Words(), f.Question)
		if f.Note != "" {
			line += " (" + f.Note + ")"
		}
		t.say("%s", line)
	}
	if open > 0 {
		t.say("Items without an answer: %d. They count as unknown.", open)
	}
}
