// SPDX-License-Identifier: MIT
#pragma once

// An older version of a file, from which an engine takes the parts that have not changed.

#include <wua/separate_compilation.hpp>

#include <string>
#include <utility>

namespace wua
{

/// The file must have a digest, which finally decides whether the content is right.
struct content_seed
{
    /// Where to get the zsync control file of the new version, as written by zsyncmake. If it cannot be fetched, or is
    /// of no use, the whole file is fetched.
    std::string control_url{};

    /// The older version: a path in UTF-8, relative to the engine's directory unless absolute. It is read, never
    /// written. Empty: the existing file of the same name, which the download replaces.
    std::string file{};

    bool operator==(const content_seed&) const = default;
};

/// A seed or none: a value that takes only the space of a pointer when there is none.
class optional_content_seed
{
public:
    optional_content_seed() noexcept = default;

    optional_content_seed(content_seed seed);

    optional_content_seed(const optional_content_seed& other);

    optional_content_seed(optional_content_seed&& other) noexcept : m_seed(std::exchange(other.m_seed, nullptr)) {}

    optional_content_seed& operator=(optional_content_seed other) noexcept
    {
        std::swap(m_seed, other.m_seed);
        return *this;
    }

    ~optional_content_seed();

    explicit operator bool() const noexcept
    {
        return m_seed != nullptr;
    }
    const content_seed& operator*() const noexcept
    {
        return *m_seed;
    }
    const content_seed* operator->() const noexcept
    {
        return m_seed;
    }

private:
    const content_seed* m_seed = nullptr;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/content_seed.ipp>
#endif
