package cli

import (
	"fmt"

	"netsplit/content"
	"netsplit/store"
)

type listedPractice struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	State string `json:"state"` // "", "under way", "finished"
}

// listPractice lists what is worked through in sessions: drills, checklists.
func (p *Program) listPractice(asJSON bool, names []string, source func(string) (file, text string, err error), kind string) error {
	states, err := p.sessionStates(kind)
	if err != nil {
		return err
	}
	list := []listedPractice{}
	for _, name := range names {
		_, text, err := source(name)
		if err != nil {
			return err
		}
		title, _ := content.TopLevel(text, "title")
		list = append(list, listedPractice{name, title, states[name]})
	}
	if asJSON {
		return p.json(list)
	}
	for _, l := range list {
		state := ""
		if l.State != "" {
			state = " (" + l.State + ")"
		}
		fmt.Fprintf(p.Stdout, "%-24s  %s%s\n", l.Name, l.Title, state)
	}
	return nil
}

// sessionStates says how the latest session of each subject stands.
func (p *Program) sessionStates(kind string) (map[string]string, error) {
	states := map[string]string{}
	s, err := p.existingStore()
	if err != nil || s == nil {
		return states, err
	}
	defer s.Close()
	sessions, err := s.Sessions(kind)
	for _, one := range sessions { // newest first
		if states[one.Subject] != "" {
			continue
		}
		states[one.Subject] = "under way"
		if one.Finished != nil {
			states[one.Subject] = "finished"
		}
	}
	return states, err
}

// latestSession opens the store and finds the latest session of a subject,
// finished or not. The caller closes the store.
func (p *Program) latestSession(kind, subject string) (*store.Store, store.Session, error) {
	s, err := p.existingStore()
	if err != nil {
		return nil, store.Session{}, err
	}
	if s != nil {
		sessions, err := s.Sessions(kind)
		if err != nil {
			s.Close()
			return nil, store.Session{}, err
		}
		for _, one := range sessions {
			if one.Subject == subject {
				return s, one, nil
			}
		}
		s.Close()
	}
	return nil, store.Session{}, fmt.Errorf("there is no %s of %s yet. Begin with: netsplit %s %s", kind, subject, kind, subject)
}
