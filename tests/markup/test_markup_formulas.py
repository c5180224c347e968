"""Formulas: where they are found, how pages show them, how they read as text."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from announcer.markup import (
    cutting,
    formulas,
    inline,
    mathmail,
    mathsimple,
    mathtext,
    rich,
)
from announcer.markup.letters import raised
from announcer.markup.tags import ELEMENTS
from tests.examples import examples


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\alpha_1 \le \sqrt{n}", "α₁ ≤ √n"),
        (r"\frac{a+b}{c+d}", "(a+b)/(c+d)"),
        (r"e^{i\pi}+1", "e^(iπ)+1"),
        (r"\frac{1}{2n}", "1/(2n)"),
        (r"\frac{\partial f}{\partial x}", "∂f/∂x"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"\mathcal{L}(\mathbf{x})", "ℒ(x)"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\sum_{k\in K} x_k", "∑_(k∈K) xₖ"),
        (r"\lim_{n\to\infty} a_n = 0", "lim_(n→∞) aₙ = 0"),
        (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx"),
        (r"\operatorname{Tr}A + n\log n", "Tr A+n log n"),
        (r"\operatorname*{arg\,min}_x f(x)", "arg minₓ f(x)"),
        (r"\hat x + \bar{y} + \vec v", "x̂+ȳ+v⃗"),
        (r"\left(\frac{a}{b}\right)", "(a/b)"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a, b; c, d)"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "a = b; = c"),
        (
            r"f=\begin{cases}1&x>0\\0&\text{otherwise}\end{cases}",
            "f = {1, x > 0; 0, otherwise",
        ),
        (r"f''(x) = f'(x)", "f″(x) = f′(x)"),
        (r"x\not\in A \not= B", "x ∉ A ≠ B"),
        (r"\binom{n}{k}", "(n choose k)"),
        (r"x^{-1} 90^\circ A^\top", "x⁻¹90°Aᵀ"),
        (r"\sqrt[3]{x+1}", "∛(x+1)"),
        (r"D_{\mathrm{KL}}(p\,\|\,q)", "D_(KL)(p ‖ q)"),
        (r"X\overset{d}{\to}Y", "X →ᵈ Y"),
        (r"\underbrace{x+y}_{a}", "x+y (a)"),
        (r"1{,}000", "1,000"),
        (r"P(A\mid B)", "P(A | B)"),
        (r"f\colon X\to Y", "f: X → Y"),
        (r"\text{Erd\H{o}s number} > 50\%", "Erdős number > 50%"),
        (r"\text{if \(x\)}", "if x"),
    ],
)
def test_a_formula_reads_as_unicode_with_its_grouping_kept(tex, text):
    assert inline(f"$${tex}$$").text == text


@pytest.mark.parametrize(
    "source",
    ["$x^2$", r"\(x^2\)", "$$x^2$$", r"\[x^2\]", r"\begin{align}x^2\end{align}"],
)
def test_every_delimiter_makes_a_formula(source):
    made = rich(f"Let {source} be")
    assert "<math" in made.html
    assert "x²" in made.text
    assert "<i>x</i><sup>2</sup>" in made.mail_html


@pytest.mark.parametrize(
    "prose",
    [
        "$5 and $6",
        "from $5 to $10, or $5-$10",
        "$5 for members, 10$ for guests",
        "50 % of all",
        "A & B",
        "a_b and c_d",
        r"C:\dir",
        "US$5",
        "10 $ or 20 $",
        "10 $ a_1 or 20 $ b_1",
        "10 $ and n_1 = 5 $",
        "a $ sign and x_1 and a $ sign",
        "in $ or in € (x_1) $",
        "P(x) < 1 > 0",
        "$",
        "$$",
        "5 * 3 * 2",
    ],
)
def test_prose_stays_as_it_is(prose):
    assert rich(prose).text == prose
    assert inline(prose).text == prose
    assert "<math" not in rich(prose).html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("$ x^2 + y^2 $ holds", "x²+y² holds"),
        (r"So $ \alpha $, ($ \beta_1 $)", "So α, (β₁)"),
        ("for $ n $ and $ k = 1 $.", "for n and k = 1."),
        (r"$ \text{if } x > 0 $", "if x > 0"),
    ],
)
def test_a_formula_may_have_spaces_inside_its_dollars(source, text):
    assert rich(source).text == text
    assert "<math" in inline(source).html


def test_an_escaped_dollar_is_a_dollar():
    assert rich(r"\$x$ and \$y$").text == "$x$ and $y$"


@pytest.mark.parametrize("source", ["`$x$`", "```\n$x$\n```", "<https://e.org/$x$>"])
def test_code_and_addresses_hold_no_formulas(source):
    assert "<math" not in rich(source).html
    assert "$x$" in rich(source).text


def test_a_formula_may_hold_what_markdown_would_take_for_markup():
    made = rich("| a |\n|---|\n| $|x_1|*y_2*$ |\n")
    assert 'alttext="|x_1|*y_2*"' in made.html
    assert "<em>" not in made.html


def test_a_formula_over_several_lines_is_not_read_as_a_list():
    made = rich("$$\nx\n= y\n+ z\n$$")
    assert "<ul>" not in made.html
    assert made.text == "x = y+z"


def test_a_formula_in_a_quotation_loses_the_quotation_marks():
    assert rich("> $$\n> x\n> = y\n> $$").text == "> x = y"


def test_a_display_formula_gets_a_wrapper_that_may_scroll():
    assert '<span class="math-display"><math display="block"' in rich("$$x$$").html


def test_math_reads_left_to_right_in_a_hebrew_text():
    made = rich("שלום $x+1$ עולם")
    assert '<math dir="ltr"' in made.html
    assert '<span dir="ltr"><i>x</i>+1</span>' in made.mail_html
    assert "\u2066x+1\u2069" in made.text


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("x_", "not valid"),
        (r"\left( x", "not valid"),
        (r"\unheardof x", r"\unheardof is unknown"),
        (r"\def\a{\a\a}\a", r"\def is not allowed"),
        (r"\href{javascript:alert(1)}{x}", r"\href is not allowed"),
        ("{" * 60 + "}" * 60, "nested"),
        (r"\sqrt" * 700 + "x", "not valid"),
    ],
    ids=lambda value: value[:12],
)
def test_what_cannot_be_converted_is_shown_as_written_with_a_warning(tex, reason):
    made = rich(f"Let ${tex}$ be")
    assert f"${tex}$" in made.text
    assert "<code>" in made.html
    assert "<math" not in made.html
    assert [reason in warning for warning in made.warnings] == [True]


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\style{color:red}{x}",
        r"\class{evil}{x}",
        r"\mbox{\&lt;b onclick=x>}",
        r"x &#x3c;script&#x3e;",
        r"\color{red}{x}",
        r"\textcolor{url(javascript:x)}{y}",
    ],
)
def test_mathml_is_cut_down_to_elements_and_attributes_of_core(tex):
    html = inline(f"${tex}$").html
    tree = ElementTree.fromstring(f"<p>{html}</p>")
    core = {
        "p",
        "span",
        "code",
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mstyle",
        "mpadded",
    }
    assert {element.tag for element in tree.iter()} <= core
    for element in tree.iter():
        if element.get("class") in ("math-inline", "keep"):
            continue  # the frame around it is ours
        assert not {"style", "class", "href", "mathcolor"} & set(element.attrib)


def test_letters_are_unicode_and_not_mathvariant():
    html = rich(r"$\mathbf{AB}\mathfrak{g}\mathrm{d}x$").html
    assert "<mi>𝐀</mi><mi>𝐁</mi></mrow><mi>𝔤</mi>" in html
    assert html.count("mathvariant") == html.count('mathvariant="normal"') == 1


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        (r"\alpha_1 \le 2n", "<i>α</i><sub>1</sub> ≤ 2<i>n</i>"),
        (
            r"\sum_{k\in K} x_k",
            "∑<sub><i>k</i>∈<i>K</i></sub> <i>x</i><sub><i>k</i></sub>",
        ),
        (r"e^{i\pi}+\sin x", "<i>e</i><sup><i>iπ</i></sup>+sin <i>x</i>"),
        (r"\frac{a+b}{x_n}", "(<i>a</i>+<i>b</i>)/<i>x</i><sub><i>n</i></sub>"),
        (r"(x+y)^2", "(<i>x</i>+<i>y</i>)<sup>2</sup>"),
        (r"\sqrt{x+1}", "√(<i>x</i>+1)"),
        (r"\hat x \in \mathbb{R}^n", "<i>x̂</i> ∈ ℝ<sup><i>n</i></sup>"),
        (r"f'(x) < y", "<i>f</i>′(<i>x</i>) &lt; <i>y</i>"),
        (
            r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
            "(<i>a</i>, <i>b</i>; <i>c</i>, <i>d</i>)",
        ),
    ],
)
def test_a_formula_in_html_mail_has_slanted_letters_and_real_scripts(tex, html):
    assert inline(f"${tex}$").mail_html == html


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\boxed{x}", r"\boxed"),
        (r"\cancel{x}+1", r"\cancel"),
        (r"x \tag{1}", r"\tag"),
        (r"\color{red} x", r"\color"),
        (r"\begin{array}{c|c}a&b\end{array}", "rules of {c|c}"),
    ],
)
def test_what_a_formula_loses_is_told(tex, part):
    assert part in " ".join(rich(f"${tex}$").warnings)


def test_upright_letters_are_one_name():
    assert "<mi>KL</mi>" in rich(r"$\mathrm{KL}(p)$").html


SIGNS = st.sampled_from([
    *("a", "N", "2", "10", "0.5", "+", "=", "(", ")", "|", "[", ",", ".", "!", "∈"),
    *("{", "}", "_", "^", "_{", "^{", "}", " ", "'", "&", "~", "^2", "_i", "{a+b}"),
    *(r"\alpha", r"\sum", r"\prod", r"\lim", r"\gcd", r"\log", r"\mathbb{R}", r"\le"),
    *(r"\frac{", "}{", r"\frac{a}{b}", r"\frac", r"\sqrt{", r"\sqrt", r"\sqrt{d-1}"),
    *(r"\|", r"\{", r"\,", r"\quad", r"\left(", r"\right)", r"\not", r"\limits"),
    *(r"\bmod", r"\hat", r"\displaystyle", r"\bf", r"\\", r"\over", r"\prime", "x"),
    *(r"\operatorname*{ar}", r"\operatorname", r"\mathpunct{:}", r"\text{if }", "ab"),
])  # fmt: skip


@limits(max_examples=examples(100))
@given(st.sampled_from(sorted(mathtext.LEAVES)), st.text(max_size=3))
def test_a_leaf_as_script_is_read_as_a_row_of_one(tag, text):
    leaf = ElementTree.Element(tag)
    leaf.text = text
    row = mathtext._row([leaf], tight=True)
    read = mathtext._script(leaf, raised, "^")
    assert read == mathtext._shifted(row, raised, "^")
    mail = mathmail._row([leaf], tight=True)
    assert mathmail._script(leaf) == " ".join(mail.split())


BITS = st.sampled_from([
    *("a", "1", " ", "\n", "$", "$$", "\\", "`", "``", "<", ">", "]", "(", "^{", "}"),
    *("_{", "~~", "http", "HTTPS", "://", "b.c", "<!--", "-->", "<b>", "</b>", "- "),
    *(r"\(", r"\)", r"\[", r"\]", r"\begin{align}", r"\end{align}", r"\par", r"\emph"),
    *(r"\begin{itemize}", r"\item[x]", r"\end{itemize}", r"\begin{quote}", "$x$"),
])  # fmt: skip


@limits(max_examples=examples(150))
@given(st.lists(BITS, max_size=12).map("".join))
def test_formulas_are_cut_as_the_whole_pattern_cuts_them(text):
    quick, whole = (cutting._Walk(text, ELEMENTS, blocks=True) for _ in range(2))
    whole._has_fences = True
    assert quick.marked() == whole.marked()


def _tree(parts: list[ElementTree.Element]) -> list[bytes]:
    return [ElementTree.tostring(part) for part in parts]


@limits(max_examples=examples(170))
@example(tex=r"\sum_a^2 x_\sum", display=True)
@example(tex=r"\sum_a^2", display=False)
@example(tex=r"\gcd_a^b", display=False)
@example(tex=r"a \operatorname x", display=False)
@example(tex="x_12 2 mm", display=False)
@given(tex=st.lists(SIGNS, min_size=1, max_size=9).map("".join), display=st.booleans())
def test_a_simple_formula_is_read_as_the_library_reads_it(tex, display):
    try:
        parts = mathsimple.parts(tex, formulas._sign, display=display)
    except mathsimple.UnsureError:
        return
    assert _tree(parts) == _tree(formulas._parts(tex, display=display))


@pytest.mark.parametrize(
    "tex",
    [
        r"\lambda_{2} \le 2\sqrt{d-1} + O(n^{-1/2})",
        r"\frac{\partial u}{\partial t} = \Delta u",
        r"\|x\|_p^2 \ge \sum_{i=1}^{n} x_i^2",
        r"f\colon \mathbb{R}^n \to \mathcal{O}_X",
    ],
)
def test_what_most_people_write_is_a_simple_formula(tex):
    assert mathsimple.parts(formulas._prepared(tex), formulas._sign, display=True)
