// SPDX-License-Identifier: MIT
#pragma once
// A misbehaviour: one named way in which an HTTP server is wrong, or right but unusual, and what a right client makes
// of it.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

namespace wua
{
class exchange;

/// What a right client does with a misbehaving server.
enum class expectation
{
    delivers,             ///< It ends with the right file; no retry is needed.
    delivers_after_retry, ///< It ends with the right file if it retries or resumes; without, it reports failure.
    delivers_or_fails,    ///< Both the right file and a failure are sound; a wrong file or a lost failure is not.
    must_fail,            ///< It reports failure and leaves no final file.
    must_be_abortable,    ///< It may wait for ever (or run into its own deadline), but an abort ends it promptly.
};

constexpr std::string_view to_string(expectation expected) noexcept
{
    switch (expected)
    {
        case expectation::delivers:
            return "delivers";
        case expectation::delivers_after_retry:
            return "delivers after retry";
        case expectation::delivers_or_fails:
            return "delivers or fails";
        case expectation::must_fail:
            return "must fail";
        case expectation::must_be_abortable:
            return "must be abortable";
    }
    return "unknown";
}

/// Which door of the server a behaviour needs. The tls ones are opened only by a server that was given a tls_party.
enum class endpoint
{
    plain,           ///< http on 127.0.0.1
    ipv6,            ///< http on ::1, and nothing at that port of 127.0.0.1
    own,             ///< http on a port of its own, where the behaviour starts when a connection is accepted
    own_https,       ///< like own, but its address is given out as https
    refusing,        ///< a port at which every connection is refused
    unaccepting,     ///< a port at which no connection is ever established (on Linux)
    tls,             ///< https, certificate signed by the test authority
    tls_self_signed, ///< https, certificate signed by itself
    tls_expired,     ///< https, certificate of the test authority that ran out
    tls_wrong_host,  ///< https, certificate of the test authority for another host
};

/// A place in content whose size is not known yet.
class content_position
{
public:
    constexpr content_position() noexcept = default;

    static constexpr content_position byte(std::uint64_t offset) noexcept
    {
        return {offset, anchor::start};
    }

    static constexpr content_position half() noexcept
    {
        return {0, anchor::middle};
    }

    static constexpr content_position before_end(std::uint64_t distance) noexcept
    {
        return {distance, anchor::end};
    }

    /// The place as an offset from 0 to `size`.
    constexpr std::uint64_t in(std::uint64_t size) const noexcept
    {
        const auto moved = std::min(m_distance, size);
        return m_anchor == anchor::start ? moved : m_anchor == anchor::middle ? size / 2 : size - moved;
    }

private:
    enum class anchor
    {
        start,
        middle,
        end
    };

    constexpr content_position(std::uint64_t distance, anchor from) noexcept : m_distance{distance}, m_anchor{from} {}

    std::uint64_t m_distance = 0;
    anchor m_anchor = anchor::middle;
};

/// A plain value; all_misbehaviours() lists the named ones, and a test's own is one more aggregate of this shape.
struct misbehaviour
{
    /// For bad_answers: the fault never heals.
    static constexpr std::uint32_t always = std::numeric_limits<std::uint32_t>::max();

    std::string_view name;    ///< static storage
    std::string_view meaning; ///< one sentence, static storage
    expectation expected = expectation::delivers;

    /// The first `bad_answers` GETs of a path are given to `answer`, later ones are answered rightly.
    std::uint32_t bad_answers = always;

    /// Writes one answer; runs on the server's thread with its lock held, so it neither blocks nor calls the server.
    void (*answer)(exchange&) = nullptr;

    content_position where{};        ///< where in the content the fault happens, if it has a place
    std::uint64_t amount = 0;        ///< how much, in the unit that `meaning` names
    endpoint door = endpoint::plain; ///< how the server is reached
    bool needs_manifest = false;     ///< only a client told size and digest beforehand can notice

    constexpr misbehaviour at(content_position place) const noexcept
    {
        auto changed = *this;
        changed.where = place;
        return changed;
    }

    constexpr misbehaviour at(std::uint64_t offset) const noexcept
    {
        return at(content_position::byte(offset));
    }

    constexpr misbehaviour times(std::uint32_t answers) const noexcept
    {
        auto changed = *this;
        changed.bad_answers = answers;
        return changed;
    }

    constexpr misbehaviour by(std::uint64_t how_much) const noexcept
    {
        auto changed = *this;
        changed.amount = how_much;
        return changed;
    }

    constexpr misbehaviour over(endpoint reached) const noexcept
    {
        auto changed = *this;
        changed.door = reached;
        return changed;
    }

    constexpr misbehaviour seen_by_manifest_only() const noexcept
    {
        auto changed = *this;
        changed.needs_manifest = true;
        return changed;
    }
};
} // namespace wua
