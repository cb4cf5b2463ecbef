using Lingnan.Kernel;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Web;

/// <summary>From what a feature decided to what HTTP answers.</summary>
public static class ResultHttp
{
    /// <summary>200 with the value as JSON, or the problem; 204 where the value is <see cref="Done"/>.</summary>
    public static IResult ToHttp<T>(this Result<T> result) =>
        result.ToHttp(value => value is Done ? Results.NoContent() : Results.Json(value));

    /// <summary>What <paramref name="answer"/> makes of the value, or the problem.</summary>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> answer) =>
        result.IsOk ? answer(result.Value) : new ProblemResult(result.Error);

    /// <summary>As <see cref="ToHttp{T}(Result{T})"/>, when the result comes later.</summary>
    public static async Task<IResult> ToHttp<T>(this Task<Result<T>> result) => (await result).ToHttp();

    /// <summary>As <see cref="ToHttp{T}(Result{T}, Func{T, IResult})"/>, when the result comes later.</summary>
    public static async Task<IResult> ToHttp<T>(this Task<Result<T>> result, Func<T, IResult> answer) =>
        (await result).ToHttp(answer);

    /// <summary>The problem of an error.</summary>
    public static IResult ToHttp(this Error error) => new ProblemResult(error);

    /// <summary>The problem of an error with the faults of single fields.</summary>
    public static IResult ToHttp(this Error error, IEnumerable<ProblemField> fields) =>
        new ProblemResult(error, [.. fields]);
}
