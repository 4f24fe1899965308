// SPDX-License-Identifier: MIT
#pragma once

// An older version of a file, from which an engine takes what has not changed.

#include <wua/separate_compilation.hpp>

#include <string>
#include <utility>

namespace wua
{

/// The file must have a digest: it decides in the end whether all is right.
struct content_seed
{
    /// Where the zsync control file of the new version is to be had, as zsyncmake writes it. Where it cannot be had, or
    /// is of no use, all of the file is fetched.
    std::string control_url{};

    /// The older version: a path in UTF-8, below the engine's directory unless it is an absolute one. It is read, never
    /// written. Empty: what has the file's name already, which the download replaces.
    std::string file{};

    bool operator==(const content_seed&) const = default;
};

/// A seed or none: a value, which takes a pointer's room where there is none.
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
