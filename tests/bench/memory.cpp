// SPDX-License-Identifier: MIT
// How much memory a long queue needs.

#include "held_job.hpp"
#include "row.hpp"

#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace
{

using namespace bench;

constexpr std::size_t queue_length = 100'000;

// Bytes allocated now, including the allocator's bookkeeping.
double allocated()
{
    const struct mallinfo2 now = mallinfo2();
    return static_cast<double>(now.uordblks) + static_cast<double>(now.hblkhd);
}

// Bytes per update that f allocates; the result of f is kept until they are counted.
template <class F>
row bytes_per_update(const char* name, double allowed, F&& f)
{
    const double before = allocated();
    const auto made = f();
    const double bytes = (allocated() - before) / static_cast<double>(queue_length);
    return {name, bytes, allowed, "allowed, bytes per update", bytes / allowed, "<= 1.0"};
}

std::vector<row> measure_memory(effort)
{
    std::vector<row> rows;
    {
        std::vector<wua::update_pointer> items;
        for (std::size_t i = 0; i != queue_length; ++i)
        {
            items.push_back(wua::make_item("An update", "http://localhost/update.cab", 1'000'000));
        }
        rows.push_back(bytes_per_update("memory_ledger", 128, [&] {
            return std::make_shared<wua::detail::ledger>(std::vector<wua::update_pointer>(items));
        }));
    }
    {
        const auto updates = make_updates(queue_length, 1'000'000);
        rows.push_back(
            bytes_per_update("memory_queued_update", 160, [&] { return std::make_unique<held_job>(updates); }));
    }
    // Including the updates themselves: an item with a title, a URL and a size, the object around it, and the
    // collection.
    rows.push_back(bytes_per_update(
        "memory_update_and_queue", 400, [&] { return std::make_unique<held_job>(queue_length, 1'000'000); }));
    return rows;
}

const suite memory("memory", &measure_memory);

} // namespace
