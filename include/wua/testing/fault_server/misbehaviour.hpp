// SPDX-License-Identifier: MIT
#pragma once
// A misbehaviour: one named way in which an HTTP server is wrong, or correct but unusual, and what a correct client
// makes of it.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

namespace wua
{
class response_script;

/// What a correct client does with a misbehaving server.
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

/// The kind of port at which a behaviour is met. The https ones need a server that was given a tls_acceptor.
enum class listener_kind
{
    plain,           ///< http on 127.0.0.1
    ipv6,            ///< http on ::1, and nothing at that port of 127.0.0.1
    own,             ///< http on a port of the path's own; the behaviour starts when a connection is accepted
    own_https,       ///< like own, but its URL says https
    refusing,        ///< a port at which every connection is refused
    unaccepting,     ///< a port at which no connection is ever established (on Linux)
    tls,             ///< https, certificate signed by the test authority
    tls_self_signed, ///< https, certificate signed by itself
    tls_expired,     ///< https, certificate of the test authority that has expired
    tls_wrong_host,  ///< https, certificate of the test authority for another host
    tls_not_yet,     ///< https, certificate of the test authority that is not valid yet
    tls_unknown,     ///< https, certificate of another authority of the same name
    tls_1_1,         ///< https, with nothing newer than TLS 1.1
    tls_http_2,      ///< like tls, and clients that can are spoken to by HTTP/2; others get the correct response
};

/// A position in content whose size is not known yet.
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

    /// The position as an offset from 0 to `size`.
    constexpr std::uint64_t in(std::uint64_t size) const noexcept
    {
        const auto moved = std::min(m_distance, size);
        switch (m_anchor)
        {
            case anchor::start:
                return moved;
            case anchor::middle:
                return size / 2;
            case anchor::end:
                break;
        }
        return size - moved;
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

/// A plain value. all_misbehaviours() has the named ones; a test may make its own:
///
///     constexpr wua::misbehaviour teapot{.name = "teapot",
///                                        .meaning = "418 always.",
///                                        .expected = wua::expectation::must_fail,
///                                        .respond = [](wua::response_script& script) {
///                                            script.send("HTTP/1.1 418 Teapot\r\n\r\n");
///                                        }};
struct misbehaviour
{
    /// For bad_responses: the fault is never over.
    static constexpr std::uint32_t always = std::numeric_limits<std::uint32_t>::max();

    std::string_view name;    ///< static storage
    std::string_view meaning; ///< one sentence, static storage
    expectation expected = expectation::delivers;

    /// `respond` makes the response to the first `bad_responses` GETs of a path; later ones are served correctly.
    std::uint32_t bad_responses = always;

    /// Writes one response. Runs on the server's thread with its lock held, so it must neither block nor call the
    /// server. When it throws, the client sees a reset.
    void (*respond)(response_script&) = nullptr;

    content_position where{};                      ///< where in the content the fault happens, if it has a position
    std::uint64_t amount = 0;                      ///< how much, in the unit that `meaning` names
    int status = 200;                              ///< for behaviours that consist of a status
    listener_kind listener = listener_kind::plain; ///< how the server is reached
    bool needs_manifest = false; ///< only a client that was told size and digest beforehand can notice
    bool is_flood = false;       ///< it keeps its client as busy as it can, for next to nothing

    constexpr misbehaviour at(content_position position) const noexcept
    {
        misbehaviour changed = *this;
        changed.where = position;
        return changed;
    }

    constexpr misbehaviour at(std::uint64_t offset) const noexcept
    {
        return at(content_position::byte(offset));
    }

    constexpr misbehaviour times(std::uint32_t responses) const noexcept
    {
        misbehaviour changed = *this;
        changed.bad_responses = responses;
        return changed;
    }

    constexpr misbehaviour by(std::uint64_t how_much) const noexcept
    {
        misbehaviour changed = *this;
        changed.amount = how_much;
        return changed;
    }

    constexpr misbehaviour with_status(int code) const noexcept
    {
        misbehaviour changed = *this;
        changed.status = code;
        return changed;
    }

    constexpr misbehaviour over(listener_kind kind) const noexcept
    {
        misbehaviour changed = *this;
        changed.listener = kind;
        return changed;
    }

    constexpr misbehaviour as_flood() const noexcept
    {
        misbehaviour changed = *this;
        changed.is_flood = true;
        return changed;
    }

    constexpr misbehaviour seen_by_manifest_only() const noexcept
    {
        misbehaviour changed = *this;
        changed.needs_manifest = true;
        return changed;
    }
};
} // namespace wua
