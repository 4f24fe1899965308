// SPDX-License-Identifier: MIT
#pragma once

// A sink that keeps the content of a file in memory.

#include <wua/model/content_sink.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace wua
{

/// For content that is small enough. Thread-safe.
class memory_sink final : public content_sink
{
public:
    /// More bytes than max_bytes end the update with WU_E_DM_DOWNLOADLIMITEDBYUPDATESIZE.
    explicit memory_sink(std::size_t max_bytes) noexcept : m_max_bytes(max_bytes) {}

    /// Returns the content and gives it up; nullopt before all of it is verified, after a failure, when it was not
    /// modified, and on a second call.
    std::optional<std::string> take();

    WUA_INLINE HRESULT begin(std::uint64_t offset, std::optional<std::uint64_t> size) override;

    WUA_INLINE HRESULT write(const char* bytes, std::size_t size) override;

    WUA_INLINE HRESULT end(sink_end how) override;

private:
    void require_room(std::uint64_t bytes) const;

    const std::size_t m_max_bytes;
    std::mutex m_mutex;
    std::string m_content;
    bool m_is_verified = false;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/memory_sink.ipp>
#endif
