package check

import (
	"reflect"
	"slices"
	"strings"

	"tearsheet"
)

// section is a part of the report whose numbers are cited.
type section struct {
	name  string
	value reflect.Value // a struct
	cites tearsheet.Cites
}

// sections walks everything in the report that carries Cites.
func sections(r *tearsheet.Report) []section {
	var out []section
	add := func(name string, ptr any, c tearsheet.Cites) {
		out = append(out, section{name, reflect.ValueOf(ptr).Elem(), c})
	}
	if r.Market != nil {
		add("market", r.Market, r.Market.Cites)
	}
	if r.Technical != nil {
		add("technical", r.Technical, r.Technical.Cites)
	}
	if f := r.Fundamental; f != nil {
		add("fundamental", f, f.Cites)
		for i := range f.Annual {
			add("fundamental "+f.Annual[i].Fiscal, &f.Annual[i], f.Annual[i].Cites)
		}
		if f.TTM != nil {
			add("fundamental "+f.TTM.Fiscal, f.TTM, f.TTM.Cites)
		}
	}
	if r.Sentiment != nil {
		add("sentiment", r.Sentiment, r.Sentiment.Cites)
	}
	if o := r.Options; o != nil {
		add("options", o, o.Cites)
		for i := range o.Expiries {
			add("options "+o.Expiries[i].Expiry.String(), &o.Expiries[i], o.Expiries[i].Cites)
		}
	}
	if r.Risk != nil {
		add("risk", r.Risk, r.Risk.Cites)
	}
	if r.Portfolio != nil {
		add("portfolio", r.Portfolio, r.Portfolio.Cites)
	}
	add("recommendation", &r.Recommendation, r.Recommendation.Cites)
	return out
}

// citedField is one field of a section with the fact it cites. shown is false
// when the section has no number under that key.
type citedField struct {
	where, key string
	fact       tearsheet.FactID
	value      float64
	shown      bool
}

// citedFields lists a section's cites in key order.
func citedFields(s section) []citedField {
	keys := make([]string, 0, len(s.cites))
	for k := range s.cites {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([]citedField, 0, len(keys))
	for _, k := range keys {
		c := citedField{where: s.name + "." + k, key: k, fact: s.cites[k]}
		c.value, c.shown = field(s.value, k)
		out = append(out, c)
	}
	return out
}

// field is the number under a JSON name of a struct.
func field(v reflect.Value, name string) (float64, bool) {
	t := v.Type()
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if tag != name {
			continue
		}
		f := v.Field(i)
		if f.Kind() == reflect.Pointer {
			if f.IsNil() {
				return 0, false
			}
			f = f.Elem()
		}
		switch {
		case f.CanFloat():
			return f.Float(), true
		case f.CanInt():
			return float64(f.Int()), true
		}
		return 0, false
	}
	return 0, false
}
