// SPDX-License-Identifier: MIT
#pragma once

// An engine made of two: the second one downloads what the first one cannot.

#include <wua/com/hresult.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/fallback/fallback_core.hpp>
#include <wua/engine/fallback_options.hpp>
#include <wua/job/engine.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace wua
{

/// Every update starts with the first engine. It moves to the second if it fails in a way that falls_back() accepts, or
/// if the first engine, having brought no bytes for too long, is given up for the job. The second engine's result is
/// final. Each update ends once. An abort reaches whichever engine has the update.
///
/// The second engine continues what it finds: two curl_engines with the same directory continue each other's files.
/// Otherwise it starts from scratch. For the job both are just another attempt: an update's bytes may go back to where
/// that attempt begins, the job's bytes never do. Until its first bytes arrive, the job shows what it had.
///
/// A pause reaches whichever engine has the update. Paused time does not count against the first engine, nor does time
/// in which that engine itself waits (curl_options::may_fetch); the job shows the first engine's reason while both have
/// one. The job's story contains the attempts and files of both. A job's bandwidth limit applies to each engine.
///
/// Each engine gets jobs of its own, whose reports are passed on. In the first engine's job the updates keep their
/// indices; the second gets those that fall back as they come, in one or more jobs, numbered anew.
///
/// A driven engine if either of the two is: time is then theirs, and advances when either is driven. Otherwise a thread
/// looks at the clock a few times a second: the first engine's if it has one, else the second's.
template <engine A, engine B>
class fallback_engine
{
    template <class E>
    static constexpr bool advances = requires(E& engine) { engine.advance(std::chrono::nanoseconds()); };

    static constexpr bool is_driven = driven_engine<A> || driven_engine<B>;
    static constexpr bool is_timed = is_driven || timed_engine<A> || timed_engine<B>;

public:
    /// Throws hresult_error: E_POINTER for a null engine, E_INVALIDARG for a negative time.
    fallback_engine(std::shared_ptr<A> first, std::shared_ptr<B> second, fallback_options options = {})
        : m_core(detail::make_handle<detail::fallback_core>(
              detail::engine_handle(std::move(first)), detail::engine_handle(std::move(second)), std::move(options)))
    {}

    /// Takes over the engines.
    fallback_engine(A first, B second, fallback_options options = {})
        : fallback_engine(
              std::make_shared<A>(std::move(first)), std::make_shared<B>(std::move(second)), std::move(options))
    {}

    /// Members of a moved-from engine throw hresult_error: WU_E_INVALID_OPERATION.
    fallback_engine(fallback_engine&&) noexcept = default;
    fallback_engine& operator=(fallback_engine&&) = delete;

    /// Releases the engines. Ends jobs that are not completed: updates that neither engine ends fail with
    /// WU_E_SERVICE_STOP.
    ~fallback_engine()
    {
        if (m_core)
        {
            m_core->stop();
        }
    }

    void start(transfer job)
    {
        detail::fallback_core::start(core(), std::move(job));
    }

    /// What can be changed about a running job: what both engines support.
    job_controls controls() const
    requires(controlled_engine<A> && controlled_engine<B>)
    {
        return core()->controls();
    }

    /// The time that both engines share.
    std::chrono::nanoseconds now() const
    requires(is_timed)
    {
        return core()->now();
    }

    /// As for driven_engine.
    bool drive()
    requires(is_driven)
    {
        const auto kept = core();
        return kept->drive();
    }
    void post(std::function<void()> work)
    requires(is_driven)
    {
        const auto kept = core();
        kept->post(std::move(work));
    }

    /// True when neither engine needs driving at present.
    bool is_in_real_time() const
    requires(is_driven)
    {
        return !core()->needs_driving();
    }

    /// Advances the engines that have a time of their own; others take theirs.
    void advance(std::chrono::nanoseconds by)
    requires(is_driven && (advances<A> || advances<B>))
    {
        const auto kept = core();
        kept->advance(by);
    }

private:
    // Throws for a moved-from engine.
    const detail::shared_handle<detail::fallback_core>& core() const
    {
        if (!m_core)
        {
            throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
        }
        return m_core;
    }

    detail::shared_handle<detail::fallback_core> m_core;
};

} // namespace wua
