// SPDX-License-Identifier: MIT
#pragma once

// The bodies of scenarios, stories and traces in JSON, for the one translation unit that compiles them where
// WUA_SEPARATE_COMPILATION is defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/engine/machine_json.ipp>
#include <wua/impl/engine/scenario_fields.ipp>
#include <wua/impl/engine/scenario_json.ipp>
#include <wua/impl/engine/story_json.ipp>
#include <wua/impl/engine/trace_json.ipp>
