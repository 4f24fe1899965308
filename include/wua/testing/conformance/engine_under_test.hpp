// SPDX-License-Identifier: MIT
#pragma once
// An engine of any type, in the form that the trials use.

#include <wua/job/clock.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/job.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/update_item.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

namespace wua::detail
{

/// Only engine_of depends on the engine's type, so the trials are compiled once for all engines. Members that an engine
/// lacks are replaced by ones without effect.
class engine_under_test
{
public:
    virtual ~engine_under_test()
    {
        m_gone.request_stop(); // the derived class, and with it the engine, has been destroyed already
    }

    engine_under_test(const engine_under_test&) = delete;
    engine_under_test& operator=(const engine_under_test&) = delete;

    /// Stop is requested when the engine's destructor has returned, on whichever thread that is.
    std::stop_token gone() const noexcept
    {
        return m_gone.get_token();
    }

    virtual void start(transfer assigned) = 0;

    /// Starts a job through the C++ interface, which shares the ownership of the engine.
    virtual job start_job(const std::shared_ptr<engine_under_test>& self, std::vector<update_pointer> updates,
                          job_options options) = 0;

    virtual bool is_driven() const noexcept = 0;
    virtual bool is_timed() const noexcept = 0;
    virtual bool can_pause() const = 0;
    virtual bool drive() = 0;
    virtual void post(std::function<void()> work) = 0;
    virtual std::chrono::nanoseconds now() const = 0;

    /// Reads the time without keeping the engine alive; empty if the engine has no such clock.
    virtual time_source clock() const = 0;

protected:
    engine_under_test() = default;

private:
    std::stop_source m_gone;
};

using engine_pointer = std::shared_ptr<engine_under_test>;
using engine_factory = std::function<engine_pointer()>;

/// How a factory returns an engine: by value or as a shared_ptr.
template <class Made>
struct made_engine
{
    using type = Made;

    static type& in(Made& made) noexcept
    {
        return made;
    }
};

template <class E>
struct made_engine<std::shared_ptr<E>>
{
    using type = E;

    static type& in(const std::shared_ptr<E>& made) noexcept
    {
        return *made;
    }
};

template <class Made>
requires engine<typename made_engine<Made>::type>
class engine_of final : public engine_under_test
{
    using E = typename made_engine<Made>::type;

public:
    /// What make() returns by value may be an engine that cannot be moved. Throws std::invalid_argument if it returns
    /// null.
    template <class F>
    explicit engine_of(const F& make) : m_made(make())
    {
        if constexpr (!std::same_as<Made, E>)
        {
            if (m_made == nullptr)
            {
                throw std::invalid_argument("there is no engine to test");
            }
        }
    }

    void start(transfer assigned) override
    {
        tried().start(std::move(assigned));
    }

    job start_job(const engine_pointer& self, std::vector<update_pointer> updates, job_options options) override
    {
        return wua::start(std::shared_ptr<E>(self, &tried()), std::move(updates), std::move(options));
    }

    bool is_driven() const noexcept override
    {
        return driven_engine<E>;
    }

    bool is_timed() const noexcept override
    {
        return timed_engine<E>;
    }

    bool can_pause() const override
    {
        if constexpr (controlled_engine<E>)
        {
            return std::as_const(made_engine<Made>::in(m_made)).controls().pause;
        }
        else
        {
            return false;
        }
    }

    bool drive() override
    {
        if constexpr (driven_engine<E>)
        {
            return tried().drive();
        }
        else
        {
            return false;
        }
    }

    void post(std::function<void()> work) override
    {
        if constexpr (driven_engine<E>)
        {
            tried().post(std::move(work));
        }
        else
        {
            work();
        }
    }

    std::chrono::nanoseconds now() const override
    {
        if constexpr (timed_engine<E>)
        {
            return made_engine<Made>::in(m_made).now();
        }
        else
        {
            return std::chrono::nanoseconds(0);
        }
    }

    time_source clock() const override
    {
        if constexpr (requires(const E& engine) { time_source(engine.clock()); })
        {
            return std::as_const(made_engine<Made>::in(m_made)).clock();
        }
        else
        {
            return {};
        }
    }

private:
    E& tried() noexcept
    {
        return made_engine<Made>::in(m_made);
    }

    mutable Made m_made;
};

} // namespace wua::detail
