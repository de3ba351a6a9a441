package checklist

import (
	"fmt"
	"strings"

	"netsplit/calc/order"
	"netsplit/content"
	"netsplit/content/strict"
)

// ParseAnswers reads a file of answers, YAML or JSON, and returns the events
// that give them, in the order of the list:
//
//	checklist: high-availability
//	answers:
//	  dns: yes
//	  balancer: {answer: no, note: only one}
//	  people: no, the alert goes to one person
//
// Items that the file leaves out stay open, and count as unknown.
func ParseAnswers(c *Checklist, path, text string) ([]Event, error) {
	var file struct {
		Checklist string
		Answers   map[string]any
	}
	if err := strict.Decode(path, 1, text, &file); err != nil {
		return nil, err
	}
	fail := func(near, message, cure string) error {
		e := &content.Error{Path: path, Message: message, Cure: cure}
		for i, line := range strings.Split(text, "\n") {
			if strings.Contains(line, near) {
				e.Line, e.Excerpt = i+1, line
				break
			}
		}
		return e
	}
	if file.Checklist != "" && file.Checklist != c.ID {
		return nil, fail(file.Checklist, "these are the answers of the checklist "+content.Visible(file.Checklist), "review that one, or write checklist: "+c.ID)
	}
	if len(file.Answers) == 0 {
		return nil, fail("answers", "there are no answers", "write answers: and below it items such as "+c.Items[0].ID+": yes")
	}
	var events []Event
	for id, raw := range file.Answers {
		if c.index(id) < 0 {
			return nil, fail(id, "no item is called "+content.Visible(strict.Shorten(id, 60)), strict.DidYouMean(id, c.ids()))
		}
		value, note, err := readAnswer(raw)
		if err != nil {
			return nil, fail(id, "the answer of "+id+" can't be read: "+err.Error(), "write yes, no, na or unknown, or {answer: no, note: …}")
		}
		events = append(events, Say(id, value, note))
	}
	order.By(events, func(a, b Event) int { return c.index(a.Item) - c.index(b.Item) })
	return events, nil
}

// readAnswer reads yes, true, "no, only one", or {answer: no, note: …}.
func readAnswer(raw any) (Value, string, error) {
	switch v := raw.(type) {
	case bool:
		value, _ := ParseValue(fmt.Sprint(v))
		return value, "", nil
	case string:
		word, note, _ := strings.Cut(v, ",")
		if value, ok := ParseValue(word); ok {
			return value, strings.TrimSpace(note), nil
		}
		return Open, "", fmt.Errorf("%q is no answer", content.Visible(strict.Shorten(v, 40)))
	case map[string]any:
		note, _ := v["note"].(string)
		for key := range v {
			if key != "answer" && key != "note" {
				return Open, "", fmt.Errorf("unknown key %s", content.Visible(strict.Shorten(key, 40)))
			}
		}
		value, _, err := readAnswer(v["answer"])
		return value, note, err
	}
	return Open, "", fmt.Errorf("%v is no answer", raw)
}
