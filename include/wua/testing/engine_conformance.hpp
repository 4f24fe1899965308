// SPDX-License-Identifier: MIT
#pragma once
// The engine conformance suite: tests an engine and reports which rules it breaks. With any test framework:
//
//     CHECK(wua::engine_violations([] { return my_engine(); }) == std::vector<std::string>());
//
// The rules: conformance/engine_rule.hpp. What is downloaded, and how long things may take:
// conformance/conformance_options.hpp. http_conformance.hpp adds a server; com_conformance.hpp tests the COM face.

#include <wua/job/engine.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/conformance/engine_trials.hpp>
#include <wua/testing/conformance/engine_under_test.hpp>

#include <string>
#include <vector>

namespace wua
{

/// Everything that the engine does wrong; empty for an engine that conforms. make_engine() returns a fresh engine by
/// value or as the only shared_ptr to it, and is called for each trial, on this thread. An engine that blocks for ever
/// is detected by the limits; its threads are then left behind and the trials end, as they do when start() throws. If
/// an engine ends the program, conformance_options::announce has named the trial before.
///
/// Takes a few seconds at most, if jobs of small updates do.
template <class F>
std::vector<engine_violation> check_engine(const F& make_engine, const conformance_options& options = {})
{
    using E = decltype(make_engine());
    static_assert(engine<typename detail::made_engine<E>::type>, "the function returns a fresh engine");
    const auto make = [&make_engine] { return detail::engine_pointer(new detail::engine_of<E>(make_engine)); };
    return detail::engine_trials(make, options).run();
}

/// The same as sentences, for one line in a test.
template <class F>
std::vector<std::string> engine_violations(const F& make_engine, const conformance_options& options = {})
{
    return messages_of(check_engine(make_engine, options));
}

} // namespace wua
