// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"reflect"
)

// extend adds the repository's entries to the organization's. A key of a mapping that is there keeps its value.
func extend(limit, mine reflect.Value) (reflect.Value, string) {
	if limit.Kind() == reflect.Map {
		return extendMap(limit, mine)
	}
	if limit.Kind() != reflect.Slice {
		return limit, "it is not a list"
	}
	out := reflect.MakeSlice(limit.Type(), 0, limit.Len()+mine.Len())
	out = reflect.AppendSlice(out, limit)
	for i := range mine.Len() {
		if !holds(out, mine.Index(i)) {
			out = reflect.Append(out, mine.Index(i))
		}
	}
	return out, ""
}

func extendMap(limit, mine reflect.Value) (reflect.Value, string) {
	out := reflect.MakeMap(limit.Type())
	for _, m := range []reflect.Value{mine, limit} {
		for _, k := range m.MapKeys() {
			if old := limit.MapIndex(k); old.IsValid() && !reflect.DeepEqual(old.Interface(), m.MapIndex(k).Interface()) {
				return limit, fmt.Sprintf("%q is the organization's and stays as it is", clip(k.String()))
			}
			out.SetMapIndex(k, m.MapIndex(k))
		}
	}
	return out, ""
}

// shrink takes the repository's list if the organization's holds all of it.
func shrink(limit, mine reflect.Value) (reflect.Value, string) {
	if limit.Kind() != reflect.Slice {
		return limit, "it is not a list"
	}
	if mine.Len() == 0 && limit.Len() > 0 {
		return limit, "an empty list would mean no limit"
	}
	for i := range mine.Len() {
		if !holds(limit, mine.Index(i)) {
			return limit, fmt.Sprintf("%q is not in the organization's list", clip(fmt.Sprint(mine.Index(i).Interface())))
		}
	}
	return mine, ""
}

func holds(list, x reflect.Value) bool {
	for i := range list.Len() {
		if reflect.DeepEqual(list.Index(i).Interface(), x.Interface()) {
			return true
		}
	}
	return false
}

// bound takes the repository's number if it is on the right side of the organization's.
func bound(kind Move, limit, mine reflect.Value) (reflect.Value, string) {
	theirs, ok := float(limit)
	ours, _ := float(mine)
	switch {
	case !ok:
		return limit, "it is not a number"
	case kind == MoveRaise && ours < theirs:
		return limit, fmt.Sprintf("%v is below the organization's %v", ours, theirs)
	case kind == MoveLower && ours > theirs:
		return limit, fmt.Sprintf("%v is above the organization's %v", ours, theirs)
	}
	return mine, ""
}

func float(v reflect.Value) (float64, bool) {
	switch {
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanFloat():
		return v.Float(), true
	}
	return 0, false
}
