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

/// Returns all violations; empty for an engine that conforms. make_engine() returns a fresh engine, by value or as the
/// only shared_ptr to it; it is called on this thread, once for each trial. Time limits detect an engine that blocks
/// for ever; its threads are then left behind and the trials end, as they do when start() throws. If an engine ends the
/// program, conformance_options::announce has named the trial.
///
/// Takes a few seconds at most, provided that small updates download quickly.
template <class F>
std::vector<engine_violation> check_engine(const F& make_engine, const conformance_options& options = {})
{
    using E = decltype(make_engine());
    static_assert(engine<typename detail::made_engine<E>::type>, "the function returns a fresh engine");
    const auto make = [&make_engine] { return detail::engine_pointer(new detail::engine_of<E>(make_engine)); };
    return detail::engine_trials(make, options).run();
}

/// The same as sentences, for a test in one line.
template <class F>
std::vector<std::string> engine_violations(const F& make_engine, const conformance_options& options = {})
{
    return messages_of(check_engine(make_engine, options));
}

} // namespace wua
