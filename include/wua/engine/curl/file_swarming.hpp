// SPDX-License-Identifier: MIT
#pragma once

// What a download takes from a swarm, before it fetches the rest.

#include <wua/engine/content/content_supply.hpp>
#include <wua/engine/curl/control_fetch.hpp>
#include <wua/engine/curl/curl_exchange.hpp>
#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/curl/file_progress.hpp>
#include <wua/engine/transfer/byte_range.hpp>
#include <wua/engine/transfer/content_provider.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wua::detail
{

// For the loop's thread. Anything that goes wrong ends it, and the job's story says why; what is missing is then
// fetched as if there were no swarm.
class file_swarming
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // All arguments must outlive it; the file must have a swarm, and the core a supplier. on_news() is called on any
    // thread; call is_going_on() then.
    file_swarming(curl_update& update, curl_exchange& exchange, file_progress& progress, std::size_t index,
                  std::function<void()> on_news);

    file_swarming(const file_swarming&) = delete;
    file_swarming& operator=(const file_swarming&) = delete;

    ~file_swarming()
    {
        end(supply_outcome::dropped);
    }

    // The provider of content from the file's swarm.
    static content_provider provider_of(const content_file& file);

    // Both return false when it has ended.
    bool is_going_on(nanoseconds now);
    bool is_going_on_after(CURLcode code);

    // All bytes are there. They are uploaded to others until end().
    bool is_complete() const noexcept
    {
        return m_is_complete;
    }

    // Once it has returned, nothing more is written.
    void end(supply_outcome how) noexcept;

private:
    // Made on the background thread: what must be known and saved before anything is written.
    struct preparation
    {
        std::string torrent;
        std::uint64_t size = 0;
        std::optional<outcome> failure{};
        std::atomic<bool> is_ready{false};
    };

    const content_file& file() const noexcept
    {
        return m_progress.file();
    }
    const content_swarm& swarm() const noexcept;

    bool is_going_on(control_fetch::state reached);

    void prepare(std::string torrent);

    // Called once that is done. Throws hresult_error when the torrent cannot be used here.
    void begin(std::uint64_t size);

    void require_fitting(std::uint64_t size) const;

    // False when it has ended.
    bool take_news(nanoseconds now);

    void count(const byte_range& written);

    // The stored ranges, sorted.
    std::vector<byte_range> there() const;

    // Those of the file's URLs whose requests need nothing that only this engine can do.
    std::vector<std::string> web_seeds() const;

    void set_bandwidth();

    // Ends it. Always returns false.
    bool give_up(const outcome& failure) noexcept;

    void tell(const outcome& result, attempt_decision decision) noexcept;

    curl_update& m_update;
    file_progress& m_progress;
    const std::size_t m_index;
    const std::function<void()> m_on_news;
    std::optional<control_fetch> m_fetch; // of the torrent
    std::shared_ptr<preparation> m_prepared;
    std::shared_ptr<content_supply> m_supply;
    supply_status m_news; // the last news
    nanoseconds m_began;
    bool m_has_rewritten = false;
    bool m_is_complete = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_swarming.ipp>
#endif
