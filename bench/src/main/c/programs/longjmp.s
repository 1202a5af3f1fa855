	# The tag of longjmp as an exception, which the C library of this tool chain uses and leaves to others.
	.tagtype	__c_longjmp i32
	.globl	__c_longjmp
__c_longjmp:
