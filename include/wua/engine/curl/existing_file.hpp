// SPDX-License-Identifier: MIT
#pragma once

// A file that has the name of a download already: whether it is the wanted one.

#include <wua/engine/content/content_hash.hpp>
#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace wua::detail
{

// For the loop's thread. A file of the right size and digest need not be fetched.
class existing_file
{
public:
    // The place must outlive it.
    explicit existing_file(file_place& place) : m_place(place) {}

    // Begins to hash it, and calls on_hashed(digests) on the background thread. False when there is none of that size,
    // no digest to tell, or none is wanted.
    bool try_hash(std::function<void(std::vector<content_digest>&&)> on_hashed);

    struct hashed
    {
        std::shared_ptr<const disk_file> file; // null: it is not the wanted one
        std::uint64_t size = 0;
    };

    // Call it once with the digests.
    hashed take_hashed(const std::vector<content_digest>& found);

    // Nothing more is hashed.
    void cancel() noexcept;

    // Gives it the permissions that this update wants; others may have been content with other ones.
    void set_mode();

private:
    file_place& m_place;
    std::shared_ptr<content_hash> m_hash; // null unless it is being hashed
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/existing_file.ipp>
#endif
