// SPDX-License-Identifier: MIT
// Any sequence of reports from any engine, honest or not: those who poll see the contract kept, and the job completes
// exactly once.

#include "fuzz.hpp"
#include <wua/job/ledger.hpp>
#include <wua/model/progress_contract.hpp>

#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace
{

class listener final : public wua::detail::ledger_listener
{
public:
    void changed() noexcept override {}
    void completed() noexcept override
    {
        ++completions;
    }
    int completions = 0;
};

// Small numbers close to each other, and sometimes one that is not.
std::uint64_t take_number(fuzz::input& input)
{
    const auto byte = input.take<std::uint8_t>();
    return byte < 0xf0   ? byte % 32U
           : byte < 0xf8 ? input.take<std::uint64_t>()
                         : std::numeric_limits<std::uint64_t>::max() - byte % 4U;
}

wua::outcome take_outcome(fuzz::input& input)
{
    wua::outcome result;
    result.code = static_cast<wua::OperationResultCode>(input.take_up_to(6));
    const wua::HRESULT results[] = {
        wua::s_ok, wua::wu_e_pt_http_status_not_found, wua::wu_e_call_cancelled, wua::wu_s_already_downloaded};
    result.hresult = results[input.take_up_to(3)];
    return result;
}

} // namespace

FUZZ_TARGET(ledger)
{
    fuzz::input input(data, size);
    std::vector<wua::update_pointer> updates;
    const std::size_t count = 1 + input.take_up_to(5);
    for (std::size_t i = 0; i != count; ++i)
    {
        const std::uint64_t stated = take_number(input);
        updates.push_back(
            wua::make_item("update", "http://host/", stated % 3 == 0 ? std::nullopt : std::optional(stated)));
    }
    std::chrono::nanoseconds now{0};
    wua::detail::ledger_options options;
    options.clock = [&now] { return now; };
    std::shared_ptr<wua::detail::ledger> books;
    try
    {
        books = std::make_shared<wua::detail::ledger>(std::move(updates), std::move(options));
    }
    catch (const std::exception&)
    {
        return 0; // an impossible job: the sum of its sizes overflows
    }
    const auto heard = std::make_shared<listener>();
    books->listen(heard);
    wua::progress_snapshot last = books->snapshot();
    const auto look = [&] {
        const wua::progress_snapshot next = books->snapshot();
        const auto violation = wua::check_progress(last, next);
        fuzz::require(!violation, "the contract holds", violation ? violation->message : std::string());
        fuzz::require(
            next.is_completed() == (heard->completions == 1) && heard->completions <= 1, "a job is completed once");
        last = next;
    };
    look();
    while (!input.is_empty())
    {
        const auto operation = input.take<std::uint8_t>() % 14;
        const std::size_t index = input.take<std::uint8_t>() % (count + 1); // one index too many
        switch (operation)
        {
            case 0:
                books->start(index);
                break;
            case 1:
                books->set_size(index, take_number(input));
                break;
            case 2:
            case 3:
                books->set_bytes(index, take_number(input));
                break;
            case 4:
                books->set_phase(index, static_cast<wua::DownloadPhase>(input.take_up_to(4)));
                break;
            case 5:
                books->retry(index, take_number(input));
                break;
            case 6:
                books->finish(index, take_outcome(input));
                break;
            case 7:
                now += std::chrono::milliseconds(take_number(input) % 100'000);
                books->tick();
                break;
            case 8:
                if (index == 0)
                {
                    books->request_abort();
                }
                break;
            case 9:
                books->want_pause(input.take_up_to(1) == 1);
                break;
            case 10:
                if (index != count)
                {
                    books->want_pause(index, input.take_up_to(1) == 1);
                }
                break;
            case 11:
                books->set_paused(index);
                break;
            case 12:
                books->hold(input.take_up_to(1) == 1 ? "a reason" : "");
                break;
            default:
                if (index == count)
                {
                    books->finish_rest(take_outcome(input));
                }
                break;
        }
        look();
    }
    books->finish_rest(wua::outcome::succeeded());
    look();
    fuzz::require(heard->completions == 1, "a job is completed in the end");
    return 0;
}
