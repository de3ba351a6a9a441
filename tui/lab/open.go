package lab

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"netsplit/content"
	"netsplit/engine/scenario"
	"netsplit/tui/page"
	"netsplit/tui/player"
)

// state is what a lab's Place keeps besides its target.
type state struct {
	Seed  *uint64 `json:"seed,omitempty"`
	Typed string  `json:"typed,omitempty"` // at the prompt, and not done yet
}

// State is the Place.State of a lab with a seed of its own.
func State(seed uint64) json.RawMessage {
	data, _ := json.Marshal(state{Seed: &seed}) // a number always marshals
	return data
}

// DefaultScenario is what opens when no target is named.
const DefaultScenario = "default"

// Constructor makes labs of the built-in scenarios, by name, and of scenario
// files, by path.
func Constructor(lib *content.Library, db player.Sessions) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		target := place.Target
		if target == "" {
			target = DefaultScenario
		}
		sc, err := load(lib, target)
		if err != nil {
			return nil, err
		}
		var s state
		if len(place.State) > 0 {
			if err := json.Unmarshal(place.State, &s); err != nil {
				return nil, fmt.Errorf("the lab's state is damaged: %w", err)
			}
		}
		p, err := New(env, Options{Scenario: sc, Seed: s.Seed, Subject: target, Store: db, Target: target})
		if err != nil {
			return nil, err
		}
		p.Restore(place.State)
		return p, nil
	}
}

// Restore opens the prompt again with what was typed in it.
func (p *Page) Restore(data json.RawMessage) {
	var s state
	if json.Unmarshal(data, &s) == nil && s.Typed != "" {
		p.prompt.start()
		p.prompt.input.Set(s.Typed)
	}
}

// load reads a built-in scenario, or a file.
func load(lib *content.Library, target string) (*scenario.Scenario, error) {
	names := lib.ScenarioNames()
	for _, name := range names {
		if name == target {
			found, err := lib.Scenario(name)
			if err != nil {
				return nil, err
			}
			return scenario.Parse(found.Path, []byte(found.Source))
		}
	}
	sc, err := scenario.Load(target)
	if err == nil || strings.ContainsAny(target, "/.\\") {
		return sc, err
	}
	if near, ok := scenario.Nearest(target, names); ok {
		return nil, fmt.Errorf("there is no scenario %q (did you mean %q?)", target, near)
	}
	return nil, fmt.Errorf("there is no scenario %q; the built-in ones are %s", target, strings.Join(names, ", "))
}

// Embed makes labs of the scenarios inside lessons and notes. Their sittings are
// kept apart from each other by subject: the lesson's id and the block's name.
func Embed(db player.Sessions) func(env page.Env, subject string, found *content.Scenario) (*Page, error) {
	return func(env page.Env, subject string, found *content.Scenario) (*Page, error) {
		if found == nil {
			return nil, errors.New("this block has no scenario")
		}
		sc, err := scenario.Parse(found.Path, []byte(found.Source))
		if err != nil {
			return nil, err
		}
		return New(env, Options{Scenario: sc, Subject: subject, Store: db, Target: found.Path})
	}
}
