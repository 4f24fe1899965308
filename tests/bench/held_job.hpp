// SPDX-License-Identifier: MIT
#pragma once

// A job whose engine does nothing by itself: the benchmark reports through its transfer.

#include <wua/wua.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace bench
{

class holding_engine
{
public:
    explicit holding_engine(std::shared_ptr<std::optional<wua::transfer>> place) : m_place(std::move(place)) {}

    void start(wua::transfer job)
    {
        m_place->emplace(std::move(job));
    }

private:
    std::shared_ptr<std::optional<wua::transfer>> m_place;
};

inline wua::com_ptr<wua::IUpdateCollection> make_updates(std::size_t count, std::uint64_t size)
{
    std::vector<wua::com_ptr<wua::IUpdate>> updates;
    updates.reserve(count);
    for (std::size_t i = 0; i != count; ++i)
    {
        updates.push_back(wua::make_update(wua::make_item("An update", "http://localhost/update.cab", size)));
    }
    return wua::make_update_collection(std::move(updates));
}

class held_job
{
public:
    // Uses IUpdateDownloader like any client; without callbacks, since this client polls.
    explicit held_job(const wua::com_ptr<wua::IUpdateCollection>& updates)
    {
        const auto downloader = wua::make_downloader(holding_engine(m_transfer));
        wua::throw_if_failed(downloader->put_Updates(updates.get()));
        wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, m_job.put()));
    }

    held_job(std::size_t count, std::uint64_t size) : held_job(make_updates(count, size)) {}

    wua::IDownloadJob* job() const noexcept
    {
        return m_job.get();
    }
    wua::transfer& transfer() noexcept
    {
        return **m_transfer;
    }

private:
    std::shared_ptr<std::optional<wua::transfer>> m_transfer = std::make_shared<std::optional<wua::transfer>>();
    wua::com_ptr<wua::IDownloadJob> m_job;
};

} // namespace bench
