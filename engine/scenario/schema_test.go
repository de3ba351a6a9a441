package scenario

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// An editor that knows the schema accepts what Parse accepts, and marks what
// Parse refuses for its names.
func TestSchemaAgreesWithParse(t *testing.T) {
	const kv = "scenario: a\ncomponents:\n  store: {kind: kv%s}\n"
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"the design's document", designDocument, true},
		{"only what is needed", fmt.Sprintf(kv, ""), true},
		{"a list and a word for zones", "scenario: a\ncomponents:\n  s: {kind: kv, zones: [a, eu/b]}\n  t: {kind: kv, zones: a}\n", true},
		{"steps", fmt.Sprintf(kv, "") + "steps: [heal, crash store-1]\n", true},
		{"no steps", fmt.Sprintf(kv, "") + "steps:\n", true},
		{"no name", "components: {store: {kind: kv}}\n", false},
		{"no components", "scenario: a\n", false},
		{"empty components", "scenario: a\ncomponents: {}\n", false},
		{"unknown key", fmt.Sprintf(kv, "") + "step: [heal]\n", false},
		{"unknown kind", "scenario: a\ncomponents: {store: {kind: vk}}\n", false},
		{"unknown parameter", fmt.Sprintf(kv, ", replica: 3"), false},
		{"parameter of another kind", fmt.Sprintf(kv, ", policy: lru"), false},
		{"word not allowed", fmt.Sprintf(kv, ", read-repair: maybe"), false},
		{"client without to", "scenario: a\ncomponents: {users: {kind: client}}\n", false},
		{"capital letters", "scenario: a\ncomponents: {Store: {kind: kv}}\n", false},
		{"unknown objective", fmt.Sprintf(kv, "") + "objectives: {uptime: 1}\n", false},
		{"a step that is a map", fmt.Sprintf(kv, "") + "steps: [{get: x}]\n", false},
		{"a list for a number", fmt.Sprintf(kv, ", nodes: [3]"), false},
	}
	source, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(source, &schema); err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Parse("a.yaml", []byte(test.text)); (err == nil) != test.ok {
				t.Errorf("Parse: %v", err)
			}
			var document any
			if err := yaml.Unmarshal([]byte(test.text), &document); err != nil {
				t.Fatal(err)
			}
			if problem := against(schema, plainJSON(t, document), "document"); (problem == "") != test.ok {
				t.Errorf("the schema says %q", problem)
			}
		})
	}
}

// Every kind and parameter of the tables is in the schema, with its meaning.
func TestSchemaHoldsTheTables(t *testing.T) {
	source, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds() {
		for _, p := range k.Params {
			if !strings.Contains(string(source), p.Doc) {
				t.Errorf("%s.%s is not in the schema", k.Name, p.Name)
			}
		}
	}
}

func plainJSON(t *testing.T, v any) any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// against checks a value against the keywords that Schema uses; an unknown
// keyword is a problem, so that none is ignored.
func against(schema map[string]any, v any, path string) string {
	for keyword, want := range schema {
		problem := ""
		m, isMap := v.(map[string]any)
		list, isList := v.([]any)
		text, isText := v.(string)
		number, isNumber := v.(float64)
		switch keyword {
		case "$schema", "title", "description", "default", "examples", "properties", "uniqueItems":
		case "type":
			names, ok := want.([]any)
			if !ok {
				names = []any{want}
			}
			found := ""
			switch {
			case isMap:
				found = "object"
			case isList:
				found = "array"
			case isText:
				found = "string"
			case isNumber:
				found = "number"
			case v == nil:
				found = "null"
			}
			if !slices.Contains(names, any(found)) && !(isNumber && slices.Contains(names, any("integer"))) {
				problem = fmt.Sprintf("is %s, not %v", found, names)
			}
		case "const":
			if v != want {
				problem = fmt.Sprintf("is not %v", want)
			}
		case "enum":
			if !slices.Contains(want.([]any), v) {
				problem = fmt.Sprintf("is not one of %v", want)
			}
		case "pattern":
			if isText && !regexp.MustCompile(want.(string)).MatchString(text) {
				problem = "does not match"
			}
		case "maxLength":
			if len(text) > int(want.(float64)) {
				problem = "is too long"
			}
		case "minimum":
			if number < want.(float64) {
				problem = "is too small"
			}
		case "minProperties":
			if isMap && len(m) < int(want.(float64)) {
				problem = "is empty"
			}
		case "maxProperties":
			if len(m) > int(want.(float64)) {
				problem = "holds too much"
			}
		case "maxItems":
			if len(list) > int(want.(float64)) {
				problem = "is too long"
			}
		case "required":
			for _, name := range want.([]any) {
				if _, ok := m[name.(string)]; isMap && !ok {
					problem = fmt.Sprintf("has no %v", name)
				}
			}
		case "propertyNames":
			for name := range m {
				problem += against(want.(map[string]any), name, path+"/"+name)
			}
		case "items":
			for i, item := range list {
				problem += against(want.(map[string]any), item, fmt.Sprintf("%s/%d", path, i))
			}
		case "additionalProperties":
			known, _ := schema["properties"].(map[string]any)
			for name, value := range m {
				if s, ok := known[name].(map[string]any); ok {
					problem += against(s, value, path+"/"+name)
				} else if s, ok := want.(map[string]any); ok {
					problem += against(s, value, path+"/"+name)
				} else {
					problem += " has an unknown " + name
				}
			}
		case "oneOf":
			fits := 0
			for _, s := range want.([]any) {
				if against(s.(map[string]any), v, path) == "" {
					fits++
				}
			}
			if fits != 1 {
				problem = fmt.Sprintf("fits %d of the alternatives", fits)
			}
		default:
			problem = "the schema has an unknown keyword " + keyword
		}
		if problem != "" {
			return path + " " + problem
		}
	}
	return ""
}
