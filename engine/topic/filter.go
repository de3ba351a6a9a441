package topic

import "strings"

// wants reports whether a subscriber is to get a message: all, or those whose
// key a pattern fits. A message without a key is known by its body.
func (s Subscription) wants(key, body string) bool {
	if len(s.Patterns) == 0 {
		return true
	}
	if key == "" {
		key = body
	}
	for _, p := range s.Patterns {
		if begin, open := strings.CutSuffix(p, "*"); key == p || open && strings.HasPrefix(key, begin) {
			return true
		}
	}
	return false
}
