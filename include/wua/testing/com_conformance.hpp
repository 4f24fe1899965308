// SPDX-License-Identifier: MIT
#pragma once
// The part of the engine conformance suite that tests the COM objects:
//
//     CHECK(wua::com_engine_violations([] { return my_engine(); }) == std::vector<std::string>());

#include <wua/objects/update_downloader.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/progress_witness.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace wua
{
namespace detail
{

/// A client of a downloader, which ends the download in one of its callbacks. The closures of the callbacks own it.
struct com_client
{
    progress_witness witness;
    completion_counter counter;
    com_ptr<IUpdateDownloader> downloader;
    std::atomic<HRESULT> ended{e_fail};

    static void download(const std::shared_ptr<com_client>& self);
};

std::vector<engine_violation>
check_downloader(com_ptr<IUpdateDownloader> downloader, const conformance_options& options);

} // namespace detail

/// Runs a downloader over a fresh engine, and returns the violations of the rules callback_law_is_kept and
/// engine_can_be_destroyed; empty if there are none. check_engine() checks all other rules.
template <class F>
std::vector<engine_violation> check_com_engine(const F& make_engine, const conformance_options& options = {})
{
    using E = decltype(make_engine());
    return detail::check_downloader(make_downloader(std::shared_ptr<E>(new E(make_engine()))), options);
}

/// The same as sentences, for a test in one line.
template <class F>
std::vector<std::string> com_engine_violations(const F& make_engine, const conformance_options& options = {})
{
    return messages_of(check_com_engine(make_engine, options));
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/com_conformance.ipp>
#endif
