package scenario

import (
	"fmt"
	"time"

	"netsplit/engine/network"
)

// The steps that give something to a queue, a topic or a stream. What follows
// the body are options, each a word and its value, in any order.

// maxPriority bounds priorities on both sides of 0.
const maxPriority = 1000

func readSend(a *args) Command {
	c := Send{Queue: a.name("QUEUE"), Body: a.body()}
	for more := true; more; {
		switch {
		case c.Group == "" && a.keyword("group"):
			c.Group = a.some("G")
		case c.ID == "" && a.keyword("id"):
			c.ID = a.some("ID")
		case c.After == 0 && a.keyword("after"):
			c.After = a.duration("TIME", false)
		case c.Priority == 0 && a.keyword("priority"):
			c.Priority = a.priority()
		default:
			more = false
		}
	}
	return c
}

func readPublish(a *args) Command {
	c := Publish{Topic: a.name("TOPIC"), Body: a.body()}
	for more := true; more; {
		switch {
		case c.Key == "" && a.keyword("key"):
			c.Key = a.some("K")
		case c.ID == "" && a.keyword("id"):
			c.ID = a.some("ID")
		default:
			more = false
		}
	}
	return c
}

func readAppend(a *args) Command {
	c := Append{Stream: a.name("STREAM"), Body: a.body()}
	for more := true; more; {
		switch {
		case c.Key == "" && a.keyword("key"):
			c.Key = a.some("K")
		case c.Late == 0 && a.keyword("late"):
			c.Late = a.duration("TIME", false)
		default:
			more = false
		}
	}
	return c
}

func readReplay(a *args) Command {
	c := Replay{Group: a.name("WORKER")}
	if a.err == nil && !a.keyword("from") {
		a.expected("from")
	}
	w, ok := a.next("OFFSET or TIME")
	if !ok {
		return c
	}
	if n, err := parseCount(w.text); err == nil {
		if n > maxOffset {
			a.fail(w, fmt.Sprintf("an offset is at most %d", maxOffset), "the form is: "+a.usage)
		}
		c.Offset = n
		return c
	}
	d, err := network.ParseDuration(w.text)
	switch {
	case err != nil:
		a.fail(w, fmt.Sprintf("%s is neither an offset nor a time", quote(w.text)), "write 0 for the oldest record, or a time of the run, like 20s")
	case d < 0:
		a.fail(w, fmt.Sprintf("%s is negative", quote(w.text)), "the form is: "+a.usage)
	}
	c.Offset, c.Since = -1, d
	return c
}

const maxOffset = 1 << 40

// body takes the text of a message.
func (a *args) body() string { return a.text("BODY") }

// some takes a text that is not empty.
func (a *args) some(what string) string {
	if len(a.words) > 0 && a.words[0].text == "" {
		a.fail(a.words[0], what+" is empty", "the form is: "+a.usage)
	}
	return a.text(what)
}

// priority takes a whole number, from the least to the most urgent.
func (a *args) priority() int {
	w, ok := a.next("N")
	if !ok {
		return 0
	}
	text, negative := w.text, false
	if len(text) > 1 && text[0] == '-' {
		text, negative = text[1:], true
	}
	n, err := parseCount(text)
	if err == nil && n > maxPriority {
		err = fmt.Errorf("a priority is from -%d to %d, got %s", maxPriority, maxPriority, quote(w.text))
	}
	if err != nil {
		a.wrong(w, err)
	}
	if negative {
		return -n
	}
	return n
}

func option(name, value string) string {
	if value == "" {
		return ""
	}
	return " " + name + " " + show(value)
}

func spanOption(name string, d time.Duration) string {
	if d == 0 {
		return ""
	}
	return " " + name + " " + network.FormatDuration(d)
}

// String is the step in canonical words.
func (c Send) String() string {
	text := "send " + c.Queue + " " + show(c.Body) + option("group", c.Group) + option("id", c.ID) + spanOption("after", c.After)
	if c.Priority != 0 {
		text += fmt.Sprintf(" priority %d", c.Priority)
	}
	return text
}

// String is the step in canonical words.
func (c Publish) String() string {
	return "publish " + c.Topic + " " + show(c.Body) + option("key", c.Key) + option("id", c.ID)
}

// String is the step in canonical words.
func (c Append) String() string {
	return "append " + c.Stream + " " + show(c.Body) + option("key", c.Key) + spanOption("late", c.Late)
}

// String is the step in canonical words.
func (c Replay) String() string {
	if c.Offset < 0 {
		return "replay " + c.Group + " from " + network.FormatDuration(c.Since)
	}
	return fmt.Sprintf("replay %s from %d", c.Group, c.Offset)
}

// String is the step in canonical words.
func (c Redrive) String() string { return "redrive " + c.Queue }
