// SPDX-License-Identifier: MIT
#pragma once

// Arguments and answers as JSON.

#include <wua/agent/recording/recorded_face.hpp>
#include <wua/agent/recording/recorded_interface.hpp>
#include <wua/separate_compilation.hpp>

#include <string>

namespace wua::detail
{

class recording;

// A VARIANT: the number, the text or the object; null for an empty one; "VT_..." for what has no such form.
std::string text_of_variant(recording& all, const VARIANT& value);

// What is passed for the inputs of a member, as an object; empty when there are none.
std::string text_of_inputs(recording& all, const recorded_slot& member, const passed_argument* values);

// What a member has stored at the place of its result; empty when it has none.
std::string text_of_answer(recording& all, const recorded_slot& member, const passed_argument* values);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/argument_text.ipp>
#endif
