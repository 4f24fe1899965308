// SPDX-License-Identifier: MIT
#pragma once

// What the tests of curl_engine share: updates, watched jobs, digests.

#include "catch.hpp"
#include "servers/nginx.hpp"
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/to_update_item.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

template <>
struct Catch::StringMaker<wua::outcome>
{
    static std::string convert(const wua::outcome& result)
    {
        const wua::hresult_info* const known = wua::describe(result.hresult);
        return std::to_string(static_cast<int>(result.code)) + ' ' +
               (known != nullptr ? std::string(known->name)
                                 : std::to_string(static_cast<std::uint32_t>(result.hresult))) +
               ' ' + std::string(result.native.source) + ' ' + std::to_string(result.native.code) + ' ' + result.detail;
    }
};

namespace wua_test
{

using namespace std::chrono_literals;

constexpr char no_http_2[] = "this libcurl was built without HTTP/2";

inline bool has_http_2()
{
    return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTP2) != 0;
}

inline wua::content_digest sha256_of(std::string_view content)
{
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(content.data(), content.size());
    return hasher.finish();
}

// The same bytes each time, without repetitions.
inline std::string some_bytes(std::size_t size, std::uint32_t seed = 1)
{
    std::string bytes(size, '\0');
    std::uint32_t state = seed * 2654435761U + 1;
    for (char& byte : bytes)
    {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    return bytes;
}

// Returns a plain bool, so that a failing test does not print megabytes.
inline bool has_content(const std::filesystem::path& file, std::string_view content)
{
    return read_file(file) == content;
}

// The names in a folder, sorted.
inline std::vector<std::string> names_in(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
    {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// Waits some seconds for the expected names, since an abort does not wait for a busy disk; returns the names.
inline std::vector<std::string>
names_soon_in(const std::filesystem::path& folder, const std::vector<std::string>& expected)
{
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (names_in(folder) != expected && std::chrono::steady_clock::now() < deadline)
    {
        std::this_thread::sleep_for(1ms);
    }
    return names_in(folder);
}

inline wua::update_pointer to_update_item(std::string url, std::string_view content)
{
    return wua::make_item("an update", std::move(url), content.size(), sha256_of(content));
}

// Short delays between retries, and one connection per file.
inline wua::curl_options quick_options(const std::filesystem::path& directory)
{
    wua::curl_options options;
    options.directory = directory;
    options.retry.first_delay = 1ms;
    options.retry.max_delay = 20ms;
    options.segments.max_per_file = 1;
    return options;
}

// A job whose progress is checked against the contract at every look.
class watched_job
{
public:
    explicit watched_job(std::vector<wua::update_pointer> updates)
        : m_ledger(std::make_shared<wua::detail::ledger>(std::move(updates))),
          m_last(m_ledger->snapshot())
    {}

    explicit watched_job(wua::update_pointer update) : watched_job(std::vector{std::move(update)}) {}

    wua::transfer transfer(wua::transfer_options options = {}) const
    {
        return wua::transfer(m_ledger, std::move(options));
    }

    wua::detail::ledger& ledger() const noexcept
    {
        return *m_ledger;
    }

    wua::progress_snapshot look()
    {
        wua::progress_snapshot next = m_ledger->snapshot();
        const auto violation = wua::check_progress(m_last, next);
        INFO((violation ? violation->message : std::string()));
        REQUIRE(!violation);
        m_last = next;
        return next;
    }

    // Returns false if the job was not completed in time.
    bool wait(std::chrono::milliseconds limit = 60s)
    {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (!m_ledger->wait_until(std::chrono::steady_clock::now() + 2ms))
        {
            look();
            if (std::chrono::steady_clock::now() > deadline)
            {
                return false;
            }
        }
        look();
        CHECK(m_ledger->engine_faults() == 0);
        return true;
    }

    // Looks until the condition holds for a snapshot; false if that does not happen in time.
    template <class Condition>
    bool wait_for(Condition&& condition, std::chrono::milliseconds limit = 20s)
    {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (!condition(look()))
        {
            if (std::chrono::steady_clock::now() > deadline ||
                m_ledger->wait_until(std::chrono::steady_clock::now() + 1ms))
            {
                return condition(look());
            }
        }
        return true;
    }

    wua::outcome result(std::size_t index = 0) const
    {
        return m_ledger->snapshot().result(index);
    }

private:
    std::shared_ptr<wua::detail::ledger> m_ledger;
    wua::progress_snapshot m_last;
};

} // namespace wua_test
