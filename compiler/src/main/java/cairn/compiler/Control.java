package cairn.compiler;

import java.lang.classfile.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the control stack: the function, or a block that is not ended yet. Labels belong to
 * the method being written, so they are forgotten when a large function's next part begins; entries
 * are how other parts get to the same places.
 */
final class Control {
  /** What the instruction was. */
  enum Kind {
    FUNCTION,
    BLOCK,
    LOOP,
    IF,
    TRY,
    TRY_TABLE
  }

  static final int NO_ENTRY = -1;

  final Kind kind;
  final List<JvmType> parameters;
  final List<JvmType> results;

  /** Operands below the parameters. */
  final int height;

  /** Operands below this are at their homes wherever a branch to the end, or the end, arrives. */
  int endLow;

  /** Whether it is among {@link Translation#touched}. */
  boolean touched;

  /** Whether its end has come. */
  boolean ended;

  /** Whether the code before is not reached: nothing falls through to the next end or else. */
  boolean dead;

  /** Where a branch goes: the end, or a loop's start. */
  @Nullable Label target;

  /** Whether the target was bound: only of loops. */
  boolean targetBound;

  /** How other parts get to the target, or {@link #NO_ENTRY}. */
  int targetEntry = NO_ENTRY;

  // ---- if

  @Nullable Label otherwise;
  int otherwiseEntry = NO_ENTRY;

  /** Operands below this are at their homes when the else arrives. */
  int otherwiseLow;

  boolean hasElse;

  // ---- try

  /** The number of enclosing blocks that handle exceptions: names the exception's variable. */
  int nesting;

  /** The innermost enclosing block that catches what is thrown in this one; null if none does. */
  @Nullable Control catcher;

  /** Where the part of the body that this method has begins. */
  @Nullable Label rangeStart;

  @Nullable Label handler;
  int handlerEntry = NO_ENTRY;

  /** Whether the catch clauses have begun: exceptions are not caught any more. */
  boolean inHandlers;

  /** Whether a catch_all has come. */
  boolean catchesAll;

  /** Where the next catch clause is, for exceptions that do not match. */
  @Nullable Label nextClause;

  int nextClauseEntry = NO_ENTRY;

  /** The clauses of a try_table. */
  List<CatchClause> clauses = List.of();

  /** A clause of try_table: the tag, or -1 for all. */
  record CatchClause(int tag, boolean withReference, int label) {}

  Control(Kind kind, List<JvmType> parameters, List<JvmType> results, int height) {
    this.kind = kind;
    this.parameters = parameters;
    this.results = results;
    this.height = height;
  }

  /** What a branch to it keeps. */
  List<JvmType> kept() {
    return kind == Kind.LOOP ? parameters : results;
  }

  /** Operands below this are at their homes where a branch arrives. */
  int targetLow() {
    return kind == Kind.LOOP ? height : endLow;
  }

  /** Whether it is a block that handles exceptions. */
  boolean handles() {
    return kind == Kind.TRY || kind == Kind.TRY_TABLE;
  }

  /** Whether exceptions thrown now are caught here. */
  boolean catches() {
    return handles() && !inHandlers;
  }

  /** The part ends: labels of its method mean nothing in the next one. */
  void forgetLabels() {
    touched = false;
    target = null;
    targetBound = false;
    otherwise = null;
    rangeStart = null;
    handler = null;
    nextClause = null;
  }
}
