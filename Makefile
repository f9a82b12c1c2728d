# `make` alone lists the targets. Everything is installed into .venv; the shell logic stands in .ci/setup.
.DEFAULT_GOAL := help
.PHONY: help check test test-long lint format generate bench workbench durable clean
.NOTPARALLEL:  # two pips must not write to one .venv

PY := .venv/bin/python
RUN := .venv/.run
DEV := .venv/.dev
PEERS := .venv/.peers
SEED := facts/*增城*2022*
JIXIAO_CASES ?= 5000

# 1 means that something was found, which is an answer and not a failure; 2 (mistakes in files) and 3 (the evaluators
# disagree) are failures. Python ends a crash with 1 as well: cli.py turns one into 3, and `starts` sees to it that
# cli.py gets that far.
starts = $(PY) cli.py --help >/dev/null || { echo "cli.py 不能启动，原因见上；环境坏了可先执行 make clean。" >&2; exit 1; }
judge = $(PY) cli.py check $(SEED) $(1) || [ $$? -eq 1 ]

# Tools that chatter when all is well are heard only when it is not.
quiet = said=$$($(1) 2>&1) || { printf '%s\n' "$$said"; exit 1; }

help: ## 列出这些命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

check: $(RUN) ## 检查样例部门（广州市增城区，2022年度）：先列表，再出可粘贴的文字
	@$(starts)
	@$(call judge,)
	@$(call judge,--format text)

test: durable lint ## 全部测试：代码与规则的静态检查、规则用例和变异、单元测试
	@$(PY) cli.py test
	@$(call quiet,$(PY) cli.py test --mutate)
	@$(PY) -m pytest -q -n 2

test-long: durable $(DEV) ## 加长的随机对照测试，次数可改：make test-long JIXIAO_CASES=20000
	@JIXIAO_CASES=$(JIXIAO_CASES) $(PY) -m pytest -q -n auto

lint: $(DEV) ## 只做静态检查：ruff、mypy、引用方向、规则文件
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m mypy --no-error-summary
	@$(call quiet,.venv/bin/lint-imports --no-logo)
	@$(PY) cli.py lint

format: $(DEV) ## 整理代码格式
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format --quiet .

generate: $(RUN) ## 重新生成规则汇编和编辑器的格式定义（改了规则以后）
	@$(PY) cli.py rules schema
	@$(PY) cli.py rules docs --output rules/规则汇编.md

bench: $(PEERS) ## 测速：全省批量与各家引擎相比，写入 benchmarks/RESULTS.md（十来分钟）
	@$(PY) -m benchmarks results

workbench: $(RUN) ## 补装规则组的表格、Word、图和 lint 推断所用的软件包
	@sh .ci/setup workbench

durable: $(RUN) ## 补装推理引擎 durable-rules（需要 C 编译器）
	@sh .ci/setup durable

clean: ## 删去 .venv 和各种缓存
	@rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	@find . -name __pycache__ -prune -exec rm -rf {} +

$(RUN): constraints.txt pyproject.toml .ci/setup
	@sh .ci/setup run
	@touch $@

$(DEV): $(RUN)
	@sh .ci/setup dev
	@touch $@

$(PEERS): $(RUN)
	@sh .ci/setup peers
	@touch $@
