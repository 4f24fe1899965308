// SPDX-License-Identifier: MIT
#pragma once

// A file's download among those of other updates that want the same file: it does the work, or follows the one that
// does.

#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/shared_file.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace wua::detail
{

// For the loop's thread.
class file_sharing
{
public:
    // The place must outlive it.
    explicit file_sharing(const file_place& place) : m_place(place) {}

    enum class role : std::uint8_t
    {
        none,     // other content is being downloaded under that name
        owner,    // downloads the file; the update's report is passed on from now on
        follower, // see follow()
    };

    // `is_another`: the update has had a part in it before.
    role join(bool is_another);

    // How far the owner has come, as far as it concerns this file.
    struct sight
    {
        enum class what : std::uint8_t
        {
            in_progress,
            complete,
            found, // complete, and was there already
            failed,
            nothing, // join anew
        };
        what now = what::in_progress;
        std::uint64_t bytes = 0;
        std::optional<fetch_failure> failure{};
    };

    // For a follower: reports what the owner has done.
    sight follow();

    bool has_followers() const
    {
        return m_shared && m_shared->has_followers();
    }

    void fail(const outcome& failure);

    // No effect on a file that has not joined, like the others.
    void leave(shared_end how) noexcept;

private:
    const file_place& m_place;
    std::shared_ptr<shared_file> m_shared; // null before it has joined
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_sharing.ipp>
#endif
