package scenario

import (
	"bytes"
	"encoding/json"
)

// Schema returns the JSON Schema of a scenario document, for editors. It is
// made from the same tables that Parse uses.
func Schema() ([]byte, error) {
	components := []any{}
	for _, k := range Kinds() {
		s := paramsSchema(k.Params)
		properties := s["properties"].(object)
		properties["kind"] = object{"const": k.Name, "description": k.Doc}
		required := []string{"kind"}
		for _, p := range k.Params {
			if p.Required {
				required = append(required, p.Name)
			}
		}
		s["required"] = required
		s["title"] = k.Name
		components = append(components, s)
	}
	root := object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "netsplit scenario",
		"description":          "A system of components, its network, what it promises, and the steps that try it.",
		"type":                 "object",
		"additionalProperties": false,
		"required":             []string{"scenario", "components"},
		"properties": object{
			"scenario": object{"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": maxName, "description": "name of the scenario"},
			"title":    object{"type": "string", "maxLength": 200, "description": "one line that says what is shown"},
			"seed":     object{"type": "integer", "minimum": 0, "description": "start of the random numbers; the same seed gives the same run"},
			"components": object{
				"type": "object", "description": "the parts of the system, by name",
				"minProperties": 1, "maxProperties": maxComponents,
				"propertyNames":        object{"pattern": "^[a-z][a-z0-9-]*$", "maxLength": maxName},
				"additionalProperties": object{"type": "object", "required": []string{"kind"}, "oneOf": components},
			},
			"network":    described(paramsSchema(NetworkParams()), "the links between all nodes"),
			"objectives": described(paramsSchema(ObjectiveParams()), "what the system promises"),
			"steps": object{
				"type": []string{"array", "null"}, "maxItems": maxSteps, "description": "what happens, one line each",
				"items": object{"type": "string", "maxLength": maxStep, "examples": stepExamples()},
			},
		},
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return bytes.TrimRight(out.Bytes(), "\n"), err
}

// object is a JSON object; its keys are sorted when it is written.
type object = map[string]any

func described(o object, doc string) object { o["description"] = doc; return o }

func paramsSchema(params []Param) object {
	properties := object{}
	for _, p := range params {
		properties[p.Name] = p.schema()
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties}
}

func (p Param) schema() object {
	o := object{"description": p.Doc + " (" + p.Unit + ")"}
	if p.Default != "" {
		o["default"] = p.Default
	}
	name := object{"type": "string", "pattern": "^[a-z0-9][a-z0-9/-]*$"}
	switch p.Type {
	case TypeText:
		o["enum"] = p.Allowed
	case TypeBool:
		o["type"] = "boolean"
		o["default"] = p.Default == "true"
	case TypeReference:
		o["type"], o["pattern"] = "string", "^[a-z][a-z0-9-]*$"
	case TypeZones, TypeReferences:
		o["type"], o["items"], o["uniqueItems"] = []string{"array", "string"}, name, true
	case TypePath:
		o["type"], o["pattern"] = "string", "^/[A-Za-z0-9/._~-]*$"
	case TypeRoutes:
		o["type"], o["additionalProperties"] = []string{"object", "string"}, name
	case TypeLegs:
		o["type"] = []string{"string", "object"}
	case TypeSchedule, TypeEndpoints, TypeAnswers, TypeFilters:
		o["type"], o["examples"] = []string{"string", "object"}, typeExamples(p.Type)
	case TypePage:
		o["type"], o["examples"] = "string", typeExamples(p.Type)
	case TypeNumbers:
		o["type"], o["items"] = []string{"array", "string", "number"}, object{"type": []string{"number", "string"}}
	default:
		// 5, 0.5, 10k, 80%, 50/s: a number or a number with a unit.
		o["type"], o["examples"] = []string{"string", "number"}, typeExamples(p.Type)
	}
	return o
}

func typeExamples(t Type) []string {
	switch t {
	case TypeInt:
		return []string{"3", "10k"}
	case TypeFloat:
		return []string{"0", "0.5", "1%"}
	case TypeRatio:
		return []string{"80%", "0.8"}
	case TypeDuration:
		return []string{"250ms", "1.5s", "2m"}
	case TypeRate:
		return []string{"50/s", "100/m", "10k/s"}
	case TypeBytes:
		return []string{"1KB", "1KiB"}
	case TypeBandwidth:
		return []string{"1MB/s"}
	case TypeKeys:
		return []string{"uniform(100)", "zipf(1000, 0.99)", "hot(100, 10%)", "scan(100)", "loop(100)"}
	case TypeBackoff:
		return []string{"100ms", "exponential(100ms, 2, 10s)"}
	case TypeCurve:
		return []string{"steady", "ramp(10/s, 500/s, 60s)", "daily(24h, 50/s, 500/s)", "bursts(500/s, 1s, 10/s, 9s)", "schedule(0s=50/s, 60s=400/s)"}
	case TypeSchedule:
		return []string{"10s=8 60s=2", "none"}
	case TypePage:
		return []string{"/user > /posts /friends > /author*10", "none"}
	case TypeAnswers:
		return []string{"/user=2KB /posts=10KB", "none"}
	case TypeEndpoints:
		return []string{"/search=exp(50ms) /cart=5ms", "none"}
	case TypeFilters:
		return []string{"mail=order-*|refund-* audit=*", "none"}
	case TypeDistribution:
		return []string{"constant(1ms)", "exp(5ms)", "lognormal(1ms, 0.3)"}
	}
	return nil
}

func stepExamples() []string {
	verbs := Verbs()
	list := make([]string, len(verbs))
	for i, v := range verbs {
		list[i] = v.Example
	}
	return list
}
