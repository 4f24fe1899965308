// SPDX-License-Identifier: MIT
#pragma once
// The engine conformance suite for engines that download by HTTP: it has a server of its own, on the loopback
// interface, with updates that can really be downloaded. With any test framework:
//
//     CHECK(wua::http_engine_violations([] { return my_engine(); }) == std::vector<std::string>());

#include <wua/separate_compilation.hpp>
#include <wua/testing/engine_conformance.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wua
{

/// Makes updates of one file each, available from its server. Each update has a URL, and hence a file name, of its own,
/// so that an engine may store them all in one folder. It must outlive the downloads.
class http_updates
{
public:
    static constexpr std::uint64_t size = 100'000;

    /// The first requests for each file meet the misbehaviour, which should be one that an engine recovers from.
    explicit http_updates(const misbehaviour& fault = well_behaved) : m_fault(fault) {}

    /// An update that can be downloaded; its size and SHA-256 are stated.
    update_pointer make();

    /// An update that the server does not have.
    update_pointer make_failing();

    /// The given options, with these updates.
    conformance_options applied_to(conformance_options options);

    /// The digest of every update's content.
    static content_digest digest()
    {
        return content_digest::sha256("685bf89fef3f6602e3ecfbe835e1b1a9524a55475b2ee8df7662ff496306a2cc");
    }

    const fault_server& server() const noexcept
    {
        return m_server;
    }

private:
    const misbehaviour m_fault;
    std::atomic<std::size_t> m_count{0};
    fault_server m_server;
};

/// check_engine() with updates that can be downloaded by HTTP, in place of those in the options.
template <class F>
std::vector<engine_violation>
check_http_engine(const F& make_engine, conformance_options options = {}, const misbehaviour& fault = well_behaved)
{
    http_updates updates(fault);
    return check_engine(make_engine, updates.applied_to(std::move(options)));
}

/// The same as sentences, for a test in one line.
template <class F>
std::vector<std::string>
http_engine_violations(const F& make_engine, conformance_options options = {}, const misbehaviour& fault = well_behaved)
{
    http_updates updates(fault);
    return engine_violations(make_engine, updates.applied_to(std::move(options)));
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/http_conformance.ipp>
#endif
