// SPDX-License-Identifier: MIT
// What all updates of a job add up to.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/running_sums.hpp>
#include <wua/job/update_table.hpp>

using fakes::unsized;

namespace
{

struct summed_log
{
    explicit summed_log(std::initializer_list<std::optional<std::uint64_t>> sizes) : log(fakes::updates(sizes))
    {
        for (std::size_t i = 0; i != log.size(); ++i)
        {
            log[i].size = log.updates()[i]->size().value_or(wua::unknown_bytes);
            log[i].weight = i + 1;
            sums.add(log[i]);
        }
    }

    wua::detail::update_table log;
    wua::detail::running_sums sums;
};

} // namespace

TEST_CASE("the total is that of all sizes, and unknown as long as one is", "[running_sums]")
{
    summed_log job({100, unsized});
    CHECK(job.sums.bytes_known() == 100);
    CHECK(job.sums.bytes_to_download() == wua::unknown_bytes);
    job.sums.change(job.log[1], false, [&] { job.log[1].size = 50; });
    CHECK(job.sums.bytes_known() == 150);
    CHECK(job.sums.bytes_to_download() == 150);
    job.sums.change(job.log[1], false, [&] { job.log[1].best = 70; }); // an earlier attempt was larger
    CHECK(job.sums.bytes_to_download() == 170);
}

TEST_CASE("what is done is summed up over all but the current update", "[running_sums]")
{
    summed_log job({100, 200, 400});
    const auto come = [&](std::size_t index, bool is_current, std::uint64_t bytes) {
        job.sums.change(job.log[index], is_current, [&] { job.log[index].bytes.store(bytes); });
    };
    come(1, false, 100);
    come(2, false, 100);
    CHECK(job.sums.bytes_of_others() == 200);
    CHECK(job.sums.weighted_percent_of_others() == 2 * 50 + 3 * 25);
    come(0, true, 77);
    CHECK(job.sums.bytes_of_others() == 200);
    job.sums.change_current(job.log[0], job.log[2]);
    CHECK(job.sums.bytes_of_others() == 177);
    CHECK(job.sums.weighted_percent_of_others() == 1 * 77 + 2 * 50);
    job.log[2].bytes.store(300); // stored by who downloads, without a word
    job.sums.change_current(job.log[2], job.log[0]);
    CHECK(job.sums.bytes_of_others() == 400);
    CHECK(job.sums.weighted_percent_of_others() == 2 * 50 + 3 * 75);
}
